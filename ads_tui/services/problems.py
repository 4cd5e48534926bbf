"""What is wrong and what to do about it, as `ads db check` and `ads doctor` tell it (CL-7)."""

from dataclasses import dataclass

from ads_tui.i18n import ngettext

# More of one kind are counted, not listed: who has a million wants the first few.
MOST_OF_A_KIND = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: `check` is the kind, `order` the number where it is about one; sentences in the process's language."""

    check: str
    message: str
    advice: str
    order: int | None = None


class Problems:
    """Gathers faults, of each kind the first `MOST_OF_A_KIND` and the number of the rest."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._counts: dict[str, int] = {}
        self._advice: dict[str, str] = {}

    def add(self, check: str, message: str, advice: str, order: int | None = None) -> None:
        """Keep a fault."""
        self._counts[check] = self._counts.get(check, 0) + 1
        self._advice[check] = advice
        if self._counts[check] <= MOST_OF_A_KIND:
            self._found.append(Problem(check, message, advice, order))

    def __bool__(self) -> bool:
        return bool(self._found)

    def all(self) -> list[Problem]:
        """The faults in the order in which they were found, then how many of a kind are not listed."""
        rest = []
        for check, count in self._counts.items():
            more = count - MOST_OF_A_KIND
            if more > 0:
                message = ngettext("{count} more like these", "{count} more like these", more).format(count=more)
                rest.append(Problem(check, message, self._advice[check]))
        return [*self._found, *rest]
