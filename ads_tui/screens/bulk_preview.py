"""What an act on several orders would do, told before it is saved: how many, which not, and why (BK-5)."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ads_tui.console.glyphs import glyph
from ads_tui.console.guarded import Guarded
from ads_tui.console.safe_text import content, safe_line
from ads_tui.i18n import _, ngettext
from ads_tui.screens.status_typing import told
from ads_tui.services.orders.bulk import BulkResult

# Of more orders that are refused for one reason the first are named; all are named once it is saved.
_MOST_NAMED = 8


class BulkPreview(Guarded, VerticalScroll, can_focus=True):
    """Takes the keys once all is typed: then Enter saves."""

    DEFAULT_CSS = """
    BulkPreview {
        margin-top: 1;
        padding-left: 1;
        border-left: outer $border-blurred;
        scrollbar-size-vertical: 1;
    }
    BulkPreview:focus {
        border-left: outer $accent;
    }
    BulkPreview > Static {
        height: auto;
    }
    """

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static()

    def tell(self, text: str) -> None:
        """Say why there is nothing to be seen."""
        self.query_one(Static).update(content(text, "dim"))

    def show(self, result: BulkResult, names: Mapping[str, str]) -> None:
        """Show what would be done; `names` are those of statuses by code."""
        self.scroll_home(animate=False)
        head = [Content.styled(would_change(result), "bold")]
        refusals = [f"{glyph('close')} {safe_line(line)}" for line in reasons(result, names)]
        self.query_one(Static).update(Content("\n").join([*head, *map(Content, refusals)]))


def would_change(result: BulkResult) -> str:
    """How many orders would change, stay as they are, be refused."""
    changed, same, refused = len(result.done) - len(result.unchanged), len(result.unchanged), len(result.refused)
    parts = [ngettext("{count} order will change", "{count} orders will change", changed).format(count=changed)]
    if same:
        parts.append(ngettext("{count} has it already", "{count} have it already", same).format(count=same))
    if refused:
        parts.append(ngettext("{count} will be refused", "{count} will be refused", refused).format(count=refused))
    return ", ".join(parts)


def reasons(result: BulkResult, names: Mapping[str, str]) -> list[str]:
    """Why orders are refused, the most frequent reason first, each with the numbers of its orders."""
    by_reason: dict[str, list[int]] = {}
    for one in result.refused:
        by_reason.setdefault(told(one.error, names), []).append(one.order)
    return [_reason(reason, orders) for reason, orders in sorted(by_reason.items(), key=lambda item: -len(item[1]))]


def _reason(reason: str, orders: list[int]) -> str:
    named, more = ", ".join(map(str, orders[:_MOST_NAMED])), len(orders) - _MOST_NAMED
    if more > 0:
        named = _("{numbers} and {count} more").format(numbers=named, count=more)
    return f"{len(orders)}: {reason} ({glyph('number')} {named})"
