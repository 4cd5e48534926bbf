"""What the card's Comments tab says (CM-1, CM-2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from textual.content import Content

from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import content
from ads_tui.domain.day_first import show_moment
from ads_tui.i18n import _
from ads_tui.screens.card.facts import person_link
from ads_tui.services.comments import CommentView, comments_of
from ads_tui.services.people import Person, people_of
from ads_tui.store.work import Reading


@dataclass(frozen=True, slots=True)
class TabComments:
    """The comments of an order, oldest first, and who wrote them, by login."""

    comments: tuple[CommentView, ...]
    people: Mapping[str, Person]


def read_comments(reading: Reading, number: int) -> TabComments:
    """What the tab shows; NotFoundError where the order does not exist for the actor."""
    comments = comments_of(reading, number)
    return TabComments(tuple(comments), people_of(reading, logins={one.by for one in comments if one.by}))


def comment_lines(told: TabComments, zone: ZoneInfo) -> list[Content]:
    """Author and time, then the text; important ones bold and with a sign."""
    if not told.comments:
        return [content(_("There are no comments yet; the client never sees them"))]
    return [line for comment in told.comments for line in _lines(comment, told.people, zone)]


def _lines(comment: CommentView, people: Mapping[str, Person], zone: ZoneInfo) -> Iterable[Content]:
    author = person_link(comment.by, people.get(comment.by)) if comment.by else content(_("the system"))
    parts = [content(f"{show_moment(comment.at, zone)}  ", "dim"), author]
    if comment.important:
        parts.append(content("  " + glyph("important") + " " + _("important"), "bold"))
    yield Content("").join(parts)
    yield content(comment.text, "bold" if comment.important else "")
    yield Content("")
