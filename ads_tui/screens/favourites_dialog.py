"""The favourite filters: one of them applied, the present filter kept, renamed, deleted, shared (FV-1 … FV-3)."""

from collections.abc import Callable
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ads_tui.console.actions import EVERYWHERE, Action
from ads_tui.console.choice_dialog import Choice, ChoiceDialog
from ads_tui.console.confirm_dialog import ConfirmDialog
from ads_tui.console.glyphs import glyph
from ads_tui.console.holding import HoldsKeys
from ads_tui.console.keys import key_caption
from ads_tui.console.option_bar import PagedOptions
from ads_tui.console.safe_text import cells, content, fit, safe_line
from ads_tui.console.scopes.favourites import FAVOURITES, FavouritesContext
from ads_tui.console.screen import ConsoleDialog
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.told_line import ToldLine
from ads_tui.services.favourites import (
    LONGEST_NAME,
    FavouriteView,
    add_favourite,
    delete_favourite,
    favourites_of,
    rename_favourite,
    roles_to_share_with,
    share_favourite,
)
from ads_tui.services.orders.finding import OrderFilter
from ads_tui.store.work import Reading, Work

_BY_DIGIT = 9
_NAME_WIDTH, _MARK_WIDTH = 24, 16
# The choice of no role; no role has an empty code.
_NOBODY = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """The favourites, the oldest first, and names of roles by code where one may share."""

    favourites: list[FavouriteView]
    roles: dict[str, str]


class FavouritesDialog(HoldsKeys, ConsoleDialog[FavouriteView]):
    """Answers the favourite to apply, None for Esc; `applied` is what the list is narrowed by now."""

    SCOPE = FAVOURITES
    AUTO_FOCUS = "OptionList"

    DEFAULT_CSS = """
    FavouritesDialog OptionList {
        height: auto;
        max-height: 12;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    FavouritesDialog #line {
        height: auto;
        max-height: 3;
        margin-top: 1;
        color: $text-muted;
    }
    FavouritesDialog #naming {
        display: none;
        height: auto;
        margin-top: 1;
    }
    FavouritesDialog #naming.-asked {
        display: block;
    }
    """

    def __init__(self, applied: OrderFilter) -> None:
        super().__init__()
        self._applied = applied
        self._favourites: list[FavouriteView] = []
        self._roles: dict[str, str] = {}
        # Writes the name that is being typed, None while none is asked for.
        self._take_name: Callable[[Work, str], FavouriteView] | None = None

    def title_text(self) -> str:
        """What it shows."""
        return _("Favourites")

    def compose_body(self) -> ComposeResult:
        """The list, the whole line of the one under the bar, and the field for a name."""
        yield PagedOptions(markup=False)
        yield Static(id="line")
        with Vertical(id="naming"):
            yield Static(id="label")
            yield Input(max_length=LONGEST_NAME, select_on_focus=False)
        yield ToldLine(id="refusal")

    def context(self) -> FavouritesContext:
        """Whether the list beneath is narrowed, and whose the favourite under the bar is."""
        chosen = self._chosen if self.is_mounted else None
        owner, names = chosen.owner if chosen else None, self._take_name is not None
        return FavouritesContext(self.host.actor, bool(self._applied), owner, names)

    def footer_actions(self) -> tuple[Action, ...]:
        """While a name is typed only what can be done with it, and that not otherwise."""
        naming = self._take_name is not None
        return tuple(
            one
            for one in super().footer_actions()
            if EVERYWHERE in one.scopes or one.id == "favourites.close" or naming is (one.id == "favourites.save")
        )

    @property
    def _chosen(self) -> FavouriteView | None:
        place = self.query_one(OptionList).highlighted
        return None if place is None else self._favourites[place]

    # The list

    def on_mount(self) -> None:
        """Read the favourites; where they cannot be read, say why and go."""
        self._read(self._favourites_and_roles, self._begin)

    def _begin(self, found: _Read) -> None:
        self._roles = found.roles
        self._show(found.favourites)

    def _favourites_and_roles(self, reading: Reading) -> _Read:
        may_share = reading.actor.may("filters.share")
        return _Read(favourites_of(reading), dict(roles_to_share_with(reading)) if may_share else {})

    def _read(self, operation: Callable[[Reading], _Read], then: Callable[[_Read], None]) -> None:
        self.read(operation, then, group="favourites", instead=self._give_up)

    def _give_up(self, error: AdsError) -> None:
        self.host.tell_refusal(error)
        self.hold(False)
        self.dismiss(None)

    def _show(self, favourites: list[FavouriteView], name: str | None = None) -> None:
        """Show these, the bar on the actor's own one of a name, else where it stood."""
        there = self.query_one(OptionList)
        place = there.highlighted or 0
        self._favourites = favourites
        there.clear_options()
        there.add_options([Option(self._prompt(at, one)) for at, one in enumerate(favourites, 1)])
        own = [at for at, one in enumerate(favourites) if one.name == name and self._is_own(one)]
        there.highlighted = own[0] if own else min(place, len(favourites) - 1) if favourites else None
        there.focus()
        self._look()
        self.hold(False)

    def _is_own(self, favourite: FavouriteView) -> bool:
        return favourite.owner == self.host.signed_in.login

    def _prompt(self, place: int, favourite: FavouriteView) -> Content:
        digit = str(place) if place <= _BY_DIGIT else " "
        mark = self._mark(favourite)
        parts = [
            Content.styled(f"{digit} ", "bold $accent"),
            Content(fit(favourite.name, _NAME_WIDTH)),
            Content.styled(f" {fit(mark, self._mark_width())}" if self._mark_width() else "", "bold"),
            Content.styled(f"  {safe_line(favourite.filter)}", "dim"),
        ]
        return Content("").join(parts)

    def _mark_width(self) -> int:
        return min(_MARK_WIDTH, max((cells(safe_line(self._mark(one))) for one in self._favourites), default=0))

    def _mark(self, favourite: FavouriteView) -> str:
        """Whom it comes from, or who else has it; nothing for what is one's own alone."""
        if not self._is_own(favourite):
            return glyph("left") + " " + _("from {owner}").format(owner=favourite.owner)
        if favourite.role is None:
            return ""
        return glyph("right") + " " + self._roles.get(favourite.role, favourite.role)

    @on(OptionList.OptionHighlighted)
    def _look(self) -> None:
        """Show the whole line of what the bar stands on."""
        chosen = self._chosen
        if chosen is not None:
            text = chosen.filter
        elif self._applied:
            text = _("No favourites yet; {key} adds the filter that is applied now").format(key=self._key_of_adding())
        else:
            text = _("No favourites yet: apply a filter, then keep it here by a name")
        self.query_one("#line", Static).update(content(text))
        self.refresh_actions()

    def _key_of_adding(self) -> str:
        keys = self.host.registry.keys("favourites.add")
        return key_caption(keys[0]) if keys else _("Add")

    # Applying

    @on(OptionList.OptionSelected)
    def do_favourites_apply(self) -> None:
        """Answer the favourite under the bar; while a name is typed, save it."""
        if self._take_name is not None:
            self.do_favourites_save()
        elif not self.holding:
            self.dismiss(self._chosen)

    def on_key(self, event: events.Key) -> None:
        """Apply one of the first nine by its digit."""
        places = {str(place): place - 1 for place in range(1, min(len(self._favourites), _BY_DIGIT) + 1)}
        if event.key in places and self._take_name is None and not self.holding:
            event.stop()
            self.dismiss(self._favourites[places[event.key]])

    def do_favourites_close(self) -> None:
        """Leave the name as it is; with none asked for, close."""
        if self._take_name is None:
            self.dismiss(None)
        else:
            self._stop_naming()
            self.query_one(OptionList).focus()

    # Changing

    def do_favourites_add(self) -> None:
        """Ask by which name the present filter is to be kept."""
        line = self._applied.line
        label = _("Add to favourites {filter} by the name:").format(filter=line)
        self._ask_name(label, "", lambda work, name: add_favourite(work, name, line))

    def do_favourites_rename(self) -> None:
        """Ask for another name."""
        chosen = self._chosen
        assert chosen is not None
        old = chosen.name
        self._ask_name(_("Another name:"), old, lambda work, name: rename_favourite(work, old, name))

    def _ask_name(self, label: str, name: str, take: Callable[[Work, str], FavouriteView]) -> None:
        self._take_name = take
        self._tell("")
        self.query_one("#label", Static).update(content(label))
        self.query_one("#naming").add_class("-asked")
        line = self.query_one(Input)
        line.value = name
        line.cursor_position = len(name)
        line.focus()
        self.refresh_actions()

    def _stop_naming(self) -> None:
        self._take_name = None
        self._tell("")
        self.query_one("#naming").remove_class("-asked")
        self.refresh_actions()

    @on(Input.Submitted)
    def do_favourites_save(self) -> None:
        """Keep the name; what is refused is told beneath it, and it stays."""
        take, name = self._take_name, self.query_one(Input).value
        if take is None or self.holding:
            return

        def operation(work: Work) -> tuple[FavouriteView, list[FavouriteView]]:
            return take(work, name), favourites_of(work)

        def done(found: tuple[FavouriteView, list[FavouriteView]]) -> None:
            self._stop_naming()
            self._show(found[1], found[0].name)

        self.hold(True)
        self.write(operation, done, instead=self._refused)

    def _refused(self, error: AdsError) -> None:
        self._tell(error.message)
        self.hold(False)
        if self._take_name is None:
            # Gone meanwhile, at another desk.
            self._read(self._favourites_and_roles, self._begin)

    def _tell(self, text: str) -> None:
        self.query_one(ToldLine).tell(text)

    def do_favourites_delete(self) -> None:
        """Ask, then delete."""
        chosen = self._chosen
        assert chosen is not None
        name = chosen.name

        def take(is_wanted: bool | None) -> None:
            if is_wanted:
                self._change(lambda work: delete_favourite(work, name))

        question = _("Delete the favourite “{name}”?").format(name=name)
        self.app.push_screen(ConfirmDialog(_("Favourites"), question), take)

    def do_favourites_share(self) -> None:
        """Ask with whom."""
        chosen = self._chosen
        assert chosen is not None
        name = chosen.name
        choices = [
            Choice(_NOBODY, _("Nobody"), _("it is yours alone"), self._tick(chosen.role is None)),
            *(Choice(code, title, code, self._tick(chosen.role == code)) for code, title in self._roles.items()),
        ]

        def take(code: str | None) -> None:
            if code is not None:
                self._change(lambda work: share_favourite(work, name, code or None), name)

        self.app.push_screen(ChoiceDialog(_("Share “{name}” with").format(name=name), choices), take)

    def _tick(self, is_so: bool) -> str:
        return glyph("tick") if is_so else " "

    def _change(self, act: Callable[[Work], object], name: str | None = None) -> None:
        def operation(work: Work) -> list[FavouriteView]:
            act(work)
            return favourites_of(work)

        self.hold(True)
        self._tell("")
        self.write(operation, lambda found: self._show(found, name), instead=self._refused)
