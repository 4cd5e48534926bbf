"""What a notification says, in the language and zone of whoever is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from gettext import NullTranslations
from typing import Any
from zoneinfo import ZoneInfo

from ads_tui.domain.day_first import show_moment
from ads_tui.domain.notifications import KINDS
from ads_tui.domain.text import excerpt
from ads_tui.i18n import N_

_LONGEST = 200
_TO_CLIENT = {
    "status_changed": N_("The status of your request № {number} is now: {status}"),
    "executor_assigned": N_("Somebody was appointed for your request № {number}"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told: a kind, of an order as it stands; `at` in UTC, `by` and `comment` empty where there are none."""

    id: int
    kind: str
    number: int
    at: datetime
    service: str
    address: str
    by: str = ""
    comment: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one reader: his captions and his zone."""

    catalogue: NullTranslations
    zone: ZoneInfo

    def caption(self, told: Told) -> str:
        """The kind in few words."""
        caption = self._(KINDS[told.kind])
        return self._("Undone: {what}").format(what=caption) if told.data.get("undone") else caption

    def line(self, told: Told) -> str:
        """All in one line that has no order number: where it is shown the number stands before it."""
        parts = [self.caption(told), self._detail(told), told.service, told.address]
        return " · ".join(part for part in parts if part)

    def subject(self, told: Sequence[Told]) -> str:
        """The subject of a letter: the order's number comes first, a digest has its kind and count."""
        first = told[0]
        if len(told) == 1:
            return f"№ {first.number} · {self.caption(first)} · {first.address}"
        counted = self.digest(self.caption(first), len(told))
        numbers = ", ".join(f"№ {one.number}" for one in told[:5])
        return f"{counted}: {numbers}" + (" …" if len(told) > 5 else "")

    def digest(self, caption: str, count: int) -> str:
        """Several of one kind in one sentence (NT-5)."""
        text = self.catalogue.ngettext("{kind}: {count} notification", "{kind}: {count} notifications", count)
        return text.format(kind=caption, count=count)

    def body(self, told: Sequence[Told]) -> str:
        """The letter; of several one line each."""
        if len(told) > 1:
            return "\n".join(f"№ {one.number} · {show_moment(one.at, self.zone)} · {self.line(one)}" for one in told)
        one = told[0]
        pairs = [
            (N_("Order"), f"№ {one.number}"),
            (N_("Service"), one.service),
            (N_("Address"), one.address),
            (N_("What"), self.caption(one)),
            (N_("Details"), self._detail(one)),
            (N_("Who"), one.by),
            (N_("When"), show_moment(one.at, self.zone)),
        ]
        return "\n".join(f"{self._(caption)}: {value}" for caption, value in pairs if value)

    def to_client(self, told: Told) -> str:
        """The sentence that a client gets: nothing internal."""
        status = told.statuses.get(told.data.get("to", ""), "")
        return self._(_TO_CLIENT[told.kind]).format(number=told.number, status=self._(status))

    def _detail(self, told: Told) -> str:
        data = told.data
        if told.kind == "status_changed":
            sides = (self._(told.statuses.get(data[side], data[side])) for side in ("from", "to"))
            return " → ".join(reversed(list(sides)) if data.get("undone") else sides)
        if told.kind == "resume_warning":
            days = int(data.get("days", 0))
            if days == 0:
                return self._("It resumes today")
            return self.catalogue.ngettext("It resumes in {count} day", "It resumes in {count} days", days).format(
                count=days
            )
        if data.get("due"):
            due = show_moment(datetime.fromisoformat(data["due"]), self.zone)
            return self._("Due: {moment}").format(moment=due)
        return excerpt(told.comment, _LONGEST)

    def _(self, caption: str) -> str:
        return self.catalogue.gettext(caption) if caption else ""
