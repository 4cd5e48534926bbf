"""What the status dialog asks for, each with its caption and beneath it the refusal of just this field."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from ads_tui.console.guarded import Guarded
from ads_tui.console.safe_text import content, safe_line
from ads_tui.domain.day_first import iso_moment, show_moment
from ads_tui.domain.moments import ResumeOn, parse_resume_on
from ads_tui.domain.text import TEXT
from ads_tui.errors import AdsError, RuleError
from ads_tui.i18n import N_, _
from ads_tui.screens.new_order.line import Line
from ads_tui.screens.new_order.readings import naming_examples
from ads_tui.screens.people_list import PeopleList
from ads_tui.screens.told_line import ToldLine
from ads_tui.widgets.tick_list import TickList

DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_LONGEST_DATE = 64


class Asked(Guarded, Vertical):
    """Hidden until it is asked for."""

    DEFAULT_CSS = """
    Asked {
        display: none;
        height: auto;
        margin-top: 1;
    }
    Asked.-asked {
        display: block;
    }
    Asked > .told {
        color: $text-muted;
    }
    Asked > .refusal {
        color: $error;
    }
    Asked TickList {
        height: auto;
        max-height: 6;
    }
    """

    def compose(self) -> ComposeResult:
        """The caption, what is told, what is asked for, the refusal."""
        yield Static(classes="caption")
        yield ToldLine(classes="told")
        yield self.compose_value()
        yield ToldLine(classes="refusal")

    def compose_value(self) -> Widget:
        """What takes the keys."""
        raise NotImplementedError

    def ask(self, caption: str, *, asked: bool = True, required: bool = False) -> None:
        """Show it, or hide it."""
        self.set_class(asked, "-asked")
        text = _("{field} (required)").format(field=caption) if required else caption
        self.query_one(".caption", Static).update(content(text))

    @property
    def asked(self) -> bool:
        """Whether it is shown."""
        return self.has_class("-asked")

    def tell(self, text: str) -> None:
        """Tell something beside it."""
        self.query_one(".told", ToldLine).tell(text)

    def refuse(self, text: str) -> None:
        """Tell the refusal beneath, nothing for an empty text."""
        self.query_one(".refusal", ToldLine).tell(text)

    def focus_here(self) -> None:
        """Take the keys."""
        raise NotImplementedError


class AskedPeople(Asked):
    """Who is to do it."""

    def compose_value(self) -> Widget:
        """The list with loads."""
        return PeopleList()

    @property
    def people(self) -> PeopleList:
        """The list."""
        return self.query_one(PeopleList)

    def focus_here(self) -> None:
        """Take the keys."""
        self.people.focus_here()


class AskedReasons(Asked):
    """Reasons of a client."""

    def compose_value(self) -> Widget:
        """The list."""
        return TickList()

    def offer(self, reasons: Sequence[tuple[str, str]], ticked: Sequence[str]) -> None:
        """Show the reasons by code with their names, some of them ticked."""
        lines = [(code, content(safe_line(_(name)))) for code, name in reasons]
        self.query_one(TickList).show(lines, ticked)

    @property
    def ticked(self) -> list[str]:
        """The codes ticked."""
        return list(self.query_one(TickList).selected)

    def focus_here(self) -> None:
        """Take the keys."""
        self.query_one(TickList).focus()


class AskedLine(Asked):
    """A line of text; what was filled in and not typed over makes way for something else."""

    longest = TEXT
    example = ""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._filled = ""

    def compose_value(self) -> Widget:
        """The line."""
        return Line(lambda _key, _character: False, example=self.example, longest=self.longest)

    @property
    def text(self) -> str:
        """What stands there."""
        return self.query_one(Input).value.strip()

    @property
    def typed(self) -> bool:
        """Whether it is something else than was filled in."""
        return self.query_one(Input).value != self._filled

    def fill(self, text: str) -> None:
        """Fill in a text, unless something was typed."""
        line = self.query_one(Input)
        if not self.typed:
            self._filled = " ".join(text.split("\n"))
            with line.prevent(Input.Changed):
                line.value = self._filled

    def put(self, text: str | None) -> None:
        """Show what was typed, None for what was filled in."""
        line = self.query_one(Input)
        line.value = self._filled if text is None else text
        line.cursor_position = len(line.value)

    def focus_here(self) -> None:
        """Take the keys."""
        self.query_one(Input).focus()

    @on(Input.Changed)
    def accept(self) -> None:
        """What was refused may be right now."""
        self.refuse("")

    @on(Line.TooLong)
    def refuse_paste(self, event: Line.TooLong) -> None:
        """Nothing of what was pasted was taken."""
        event.stop()
        self.refuse(event.text)


class AskedMoment(AskedLine):
    """When to resume: what is typed is told in words at once."""

    longest = _LONGEST_DATE
    example = "20.08, 20.08 15:00, 2026-08-20"

    def begin(self, now: datetime, present: ResumeOn | None) -> None:
        """Fill in the present moment; `now` is in the zone of the organization."""
        self._now = now
        shown = show_moment(present.at, cast(ZoneInfo, now.tzinfo)) if present else ""
        self.fill(shown.split()[0] if present and present.is_date else shown)

    @property
    def iso(self) -> str:
        """What stands there, as CL-9 reads it; raises InputError where it cannot be read."""
        if not self.text:
            return ""
        # A moment that is past or too far ahead is refused when it is saved, behind what else is wrong (CL-8).
        with suppress(RuleError):
            self._read()
        return iso_moment(self.text, self._now.date(), "resume_on")

    @property
    def moment(self) -> ResumeOn | None:
        """The moment that stands there; raises what `parse_resume_on` raises."""
        return self._read() if self.text else None

    def _read(self) -> ResumeOn:
        iso = iso_moment(self.text, self._now.date(), "resume_on")
        with naming_examples(self.example):
            return parse_resume_on(iso, cast(ZoneInfo, self._now.tzinfo), self._now, "resume_on")

    def refuse(self, text: str) -> None:
        """Tell the refusal beneath, in place of what was told while typing."""
        super().refuse(text)
        if text:
            self.tell("")

    @on(Input.Changed)
    def read_back(self) -> None:
        """Tell what is understood, or why such a moment is none to resume on; what cannot be read may be half typed."""
        try:
            moment = self.moment
        except AdsError as error:
            self.tell("" if "given" in error.values else error.message)
            return
        words = in_words(moment.at.astimezone(self._now.tzinfo)) if moment else ""
        self.tell(_("resumes {moment}").format(moment=words) if words else "")


def in_words(moment: datetime) -> str:
    """A local moment with its weekday: `Thu 20.08.2026 11:00`."""
    return f"{_(DAYS[moment.weekday()])} {moment:%d.%m.%Y %H:%M}"
