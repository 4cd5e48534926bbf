"""Runs all checks of a database and tells what they found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TextIO

from ads_tui.services.check.clocks import check_clocks
from ads_tui.services.check.columns import check_columns
from ads_tui.services.check.database import check_file, check_references
from ads_tui.services.check.digest import Digest, Earlier
from ads_tui.services.check.history import check_histories
from ads_tui.services.check.notifications import check_notifications
from ads_tui.services.check.texts import check_texts
from ads_tui.services.problems import Problem, Problems
from ads_tui.store.work import Reading

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, and the digest of all histories (HI-2), None where the file could not be read through."""

    problems: list[Problem]
    digest: str | None


def _silent(_what: str, _done: int) -> None:
    return None


def check_database(
    reading: Reading, *, save: TextIO | None = None, since: Iterable[str] | None = None, progress: Progress = _silent
) -> Checked:
    """Check everything that the database keeps twice; memory does not grow with the number of orders.

    `save` is given the lines of a digest file, `since` are those of an earlier one; `progress` is told a kind of
    check and a count. Raises InputError `invalid_value` where `since` is no digest file.
    """
    problems = Problems()
    progress("file", 0)
    if not check_file(reading, problems):
        return Checked(problems.all(), None)
    progress("references", 0)
    check_references(reading, problems)
    digest = Digest(save)
    earlier = None if since is None else Earlier(since)
    check_histories(reading, problems, digest, earlier, lambda done: progress("history", done))
    check_columns(reading, problems, lambda done: progress("columns", done))
    check_clocks(reading, problems, lambda done: progress("clocks", done))
    progress("notifications", 0)
    check_notifications(reading, problems)
    check_texts(reading, problems, lambda done: progress("texts", done))
    return Checked(problems.all(), digest.hexdigest())
