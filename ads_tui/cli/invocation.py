"""One call of `ads`: its global options, language, store and actor (CL-1)."""

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ads_tui import i18n
from ads_tui.errors import AccessError, InputError
from ads_tui.i18n import N_

if TYPE_CHECKING:
    from ads_tui.clock import Clock
    from ads_tui.domain.actors import Actor
    from ads_tui.store.work import Reading, Store, Work

T = TypeVar("T")


@dataclass(slots=True)
class Invocation:
    """What the words before the command said; `current` is the one of this process."""

    json: bool = False
    debug: bool = False
    db: str | None = None
    login: str | None = None
    lang: str | None = None

    def store(self, *, checked: bool = True, clock: "Clock | None" = None) -> "Store":
        """The store of the chosen database; `checked` refuses one that is empty, older or newer.

        It goes by `clock`, else by one of its own. Raises InputError, OutsideError.
        """
        from ads_tui.clock import clock_from_environment
        from ads_tui.config import database_url
        from ads_tui.store.engine import make_engine
        from ads_tui.store.migrate import check_revision
        from ads_tui.store.work import Store

        clock = clock or clock_from_environment()
        engine = make_engine(database_url(self.db))
        if checked:
            check_revision(engine)
        return Store(engine, clock)

    def actor(self, store: "Store") -> "Actor":
        """The employee of --as, ADS_EMPLOYEE or the operating-system user, his language put in force.

        Where there is none, an actor is returned who is refused with `not_signed_in` at his first act, so that wrong
        input is told first (CL-8).
        """
        from ads_tui.services.accounts import nobody, sign_in

        login = self.login or os.environ.get("ADS_EMPLOYEE") or None
        try:
            actor = sign_in(store, login=login, os_user=None if login else os_user())
        except AccessError as error:
            return nobody(error)
        if not (self.lang or os.environ.get("ADS_LANG")) and actor.lang:
            i18n.activate(actor.lang)
        return actor

    @contextlib.contextmanager
    def reading(self) -> Iterator["Reading"]:
        """A read-only view as the signed-in employee."""
        store = self.store()
        with store.reading(self.actor(store)) as reading:
            yield reading

    def perform(self, operation: "Callable[[Work], T]", *, keep: bool = True) -> T:
        """One change as the signed-in employee, in one transaction; undone again where not `keep` (--dry-run)."""
        store = self.store()
        return store.perform(self.actor(store), operation, keep=keep)


current = Invocation()


def os_user() -> str | None:
    """The operating-system user who runs the process, None where the system has no name for him."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return None


def prepare(argv: list[str]) -> list[str]:
    """Take --json from wherever it stands (CL-3), put the language in force, and return the rest.

    What follows `--` is left alone.
    """
    end = argv.index("--") if "--" in argv else len(argv)
    current.json = "--json" in argv[:end]
    rest = [word for word in argv[:end] if word != "--json"] + argv[end:]
    chosen = _option(rest, "--lang") or os.environ.get("ADS_LANG") or i18n.from_locale()
    i18n.activate(chosen)
    return rest


def _option(argv: list[str], name: str) -> str | None:
    for place, word in enumerate(argv):
        if word == name and place + 1 < len(argv):
            return argv[place + 1]
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return None


def check_language(code: str | None) -> str | None:
    """The language if it is one of ours; raises InputError `invalid_value`."""
    if code is not None and code not in i18n.LANGUAGES:
        raise InputError(
            "invalid_value",
            N_("There is no language {code}; there are: {choices}"),
            field="lang",
            code=code,
            choices=", ".join(i18n.LANGUAGES),
        )
    return code
