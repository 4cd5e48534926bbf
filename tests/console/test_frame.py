import random

import pytest
from textual import events
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, Static

from ads_tui import i18n
from ads_tui.console.actions import EVERYWHERE, Registry
from ads_tui.console.choice_dialog import Choice, ChoiceDialog, matching
from ads_tui.console.confirm_dialog import ConfirmDialog
from ads_tui.console.help_screen import HelpScreen
from ads_tui.console.keys import character
from ads_tui.console.layouts import BY_PLACE, typed_without_latin
from ads_tui.console.preferences import chosen_theme
from ads_tui.console.safe_text import content
from ads_tui.console.scopes import ACTIONS
from ads_tui.console.text_dialog import TextDialog
from ads_tui.console.themes import CONTRAST, DARK, LIGHT, SIXTEEN
from ads_tui.domain.actors import SYSTEM
from ads_tui.errors import InputError
from ads_tui.services.settings import set_setting
from ads_tui.store.work import Store
from tests.console.test_safe_text import HOSTILE
from tests.console.trial import Trial, TrialScreen, console

ALL_SCOPES = sorted({scope for action in ACTIONS for scope in action.scopes})


async def test_the_header_says_whose_console_it_is_and_that_the_clock_is_fixed(desk: Store) -> None:
    async with console(desk, size=(120, 36)) as trial:
        head = trial.lines()[0]
        assert head.startswith(" ADS  Green Park Management ")
        assert head.rstrip().endswith("Petrova A. · Dispatcher  ◷ 11:00 MSK fixed clock  live")


async def test_on_a_narrow_screen_the_left_of_the_header_gives_way(desk: Store) -> None:
    async with console(desk, size=(60, 12)) as trial:
        assert trial.lines()[0].rstrip().endswith("◷ 11:00 MSK fixed clock  live")
        assert "ADS" in trial.lines()[0]


async def test_the_footer_shows_keys_and_what_every_screen_offers_at_its_end(desk: Store) -> None:
    async with console(desk) as trial:
        foot = trial.lines()[-1]
        assert foot.startswith(" n Note  ] Next  w Wait  b Break ")
        assert foot.rstrip().endswith("F1 Help  ^p Palette")


async def test_the_footer_greys_what_is_not_possible_now(desk: Store) -> None:
    async with console(desk) as trial:
        strip = trial.app.screen._compositor.render_strips()[-1]
        colours = {segment.text.strip(): segment.style.color for segment in strip if segment.style}
        assert colours["Wait"] != colours["Note"] == colours["Next"]


@pytest.mark.parametrize("key", ["n", "f7", "т"])
async def test_a_key_does_its_action(desk: Store, key: str) -> None:
    async with console(desk) as trial:
        await trial.press(key)
        assert trial.home.done == ["note"]


@pytest.mark.parametrize("key", ["right_square_bracket", "ъ", "ї", "f8"])
async def test_a_sign_is_found_by_its_place(desk: Store, key: str) -> None:
    async with console(desk) as trial:
        await trial.press(key)
        assert trial.home.done == ["next"]


async def test_ctrl_with_a_letter_works_by_its_place(desk: Store) -> None:
    async with console(desk) as trial:
        await trial.press("ctrl+з")
        await trial.until(lambda: isinstance(trial.app.screen, ChoiceDialog))
        await trial.press("escape", "ctrl+й")
        await trial.until(lambda: trial.app._exit)
        assert trial.app.return_code == 0


async def test_letters_typed_into_a_field_stay_letters(desk: Store) -> None:
    async with console(desk) as trial:
        field = trial.home.query_one("#field", Input)
        field.focus()
        await trial.press(*"nт]ъьёщ?W")
        assert field.value == "nт]ъьёщ?W"
        assert trial.home.done == []
        await trial.press("f7")
        assert trial.home.done == ["note"]


async def test_what_is_not_possible_now_says_why_in_a_toast(desk: Store) -> None:
    async with console(desk) as trial:
        await trial.press("w")
        await trial.until(lambda: trial.toasts)
        assert trial.toasts == ["Not before [b]noon[/b]"]
        assert trial.home.done == []
        assert "Not before [b]noon[/b]" in trial.shown()
        first = next(iter(trial.app._notifications))
        await trial.press("w", "w")
        await trial.until(lambda: first not in trial.app._notifications)
        await trial.until(lambda: trial.shown().count("Not before [b]noon[/b]") == 1)
        assert trial.toasts == ["Not before [b]noon[/b]"]


@pytest.mark.parametrize(("login", "done"), [("anna", []), ("admin", ["rule"])])
async def test_ro_4_what_does_not_exist_for_a_role_is_not_there(desk: Store, login: str, done: list[str]) -> None:
    async with console(desk, login=login, size=(120, 30)) as trial:
        assert ("Rule" in trial.lines()[-1]) is bool(done)
        await trial.press("r", "к")
        assert trial.home.done == done * 2
        await trial.press("f1")
        await trial.until(lambda: isinstance(trial.app.screen, HelpScreen))
        assert ("For administrators" in trial.shown()) is bool(done)


async def test_help_lists_the_actions_of_the_screen_and_of_all(desk: Store) -> None:
    async with console(desk, size=(100, 36)) as trial:
        await trial.press("question_mark")
        await trial.until(lambda: "On this screen" in trial.shown())
        text = trial.shown()
        for words in ("n F7", "Write it down", "Never possible (Not before [b]noon[/b])", "Everywhere", "^l", "Leave"):
            assert words in text
        await trial.press("f1")
        await trial.until(lambda: trial.app.screen is trial.home)


async def test_the_palette_finds_an_action_by_its_name_and_does_it(desk: Store) -> None:
    async with console(desk) as trial:
        await trial.press("ctrl+p")
        await trial.until(lambda: isinstance(trial.app.screen, ChoiceDialog))
        assert trial.app.screen.query_one(OptionList).option_count == 10
        # The column of names is as wide as they need.
        assert "Never possible" not in trial.shown() and "Shift handover ^t" in trial.shown()
        await trial.press(*"not")
        await trial.until(lambda: trial.app.screen.query_one(OptionList).option_count == 3)
        # The line of what stands under the bar may be cut: beneath the list it is whole.
        await trial.until(lambda: trial.shown().count("Write it down") == 2)
        await trial.press("enter")
        await trial.until(lambda: trial.home.done)
        assert trial.home.done == ["note"]


async def test_the_palette_says_why_something_is_not_possible(desk: Store) -> None:
    async with console(desk) as trial:
        await trial.press("ctrl+p", *"wait", "enter")
        await trial.until(lambda: trial.toasts)
        assert trial.toasts == ["Not before [b]noon[/b]"]


async def test_the_palette_speaks_the_language_of_its_user(desk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    class Shout:
        def gettext(self, text: str) -> str:
            return text.upper()

    async with console(desk) as trial:
        monkeypatch.setattr(i18n, "_catalogue", Shout())
        await trial.press("ctrl+p", *"write it", "enter")
        await trial.until(lambda: trial.home.done)
        trial.home.refresh_actions()
        await trial.pilot.pause()
        assert "NOTE" in trial.lines()[-1]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["a", "b", "c"]),
        ("отл", ["b"]),
        ("ЕЛКУ", ["c"]),
        ("jnkj", ["b"]),
        ("гору ждать", ["b"]),
        ("move", ["a", "b"]),
        ("ove", []),
        ("еееееееееееееееееееееееее", []),
    ],
)
def test_choices_are_narrowed_by_the_beginnings_of_their_words(typed: str, found: list[str]) -> None:
    choices = [
        Choice("a", "Move on", note="ждать"),
        Choice("b", "Отложить", note="move ждать в гору"),
        Choice("c", "Взять ёлку"),
    ]
    assert [choice.id for choice in matching(choices, typed)] == found


async def test_a_chosen_theme_is_kept(desk: Store) -> None:
    async with console(desk) as trial:
        assert trial.app.theme == DARK
        await trial.press("f10", *"light", "enter")
        await trial.until(lambda: trial.app.theme == LIGHT)
        assert chosen_theme() == LIGHT


async def test_every_theme_can_be_put_on_every_part_of_the_frame(desk: Store) -> None:
    async with console(desk) as trial:
        await trial.press("f1")
        for theme in sorted(trial.app.available_themes):
            trial.app.theme = theme
            await trial.pilot.pause()
            assert "On this screen" in trial.shown()


async def test_a_user_finds_his_own_keys_everywhere(desk: Store) -> None:
    keymap = {"trial.note": ["z", "ctrl+g"], "help": ["ctrl+b"], "trial.break": []}
    async with console(desk, keymap=keymap) as trial:
        assert trial.lines()[-1].startswith(" z Note ")
        await trial.press("n", "b", "я", "ctrl+п")
        assert trial.home.done == ["note", "note"]
        await trial.press("ctrl+b")
        await trial.until(lambda: "z ^g" in trial.shown())


async def test_a_clash_of_keys_is_refused_before_anything_starts(desk: Store) -> None:
    with pytest.raises(InputError):
        async with console(desk, keymap={"trial.note": ["F1"]}):
            pass


async def test_the_mouse_does_what_the_footer_shows(desk: Store) -> None:
    async with console(desk) as trial:
        await trial.pilot.click("ActionFooter", offset=(3, 0))
        assert trial.home.done == ["note"]
        await trial.pilot.click("ActionFooter", offset=(9, 0))
        assert trial.home.done == ["note", "next"]


@pytest.mark.parametrize("size", [(20, 5), (39, 24), (80, 9), (1, 1)])
async def test_r_14_a_small_terminal_says_what_it_needs(desk: Store, size: tuple[int, int]) -> None:
    async with console(desk, size=size) as trial:
        text = " ".join(trial.shown().split())
        assert "A screen of trials" not in text
        if size[0] >= 20:
            assert text == f"Terminal {size[0]}×{size[1]}, needs 40×10"
        await trial.pilot.resize_terminal(80, 24)
        await trial.pilot.pause()
        assert "A screen of trials" in trial.shown()


async def test_r_14_what_is_typed_into_a_small_terminal_is_kept(desk: Store) -> None:
    async with console(desk) as trial:
        field = trial.home.query_one("#field", Input)
        field.focus()
        await trial.press(*"abc")
        await trial.pilot.resize_terminal(20, 5)
        await trial.press(*"def")
        await trial.pilot.resize_terminal(80, 24)
        await trial.press(*"g")
        assert field.value == "abcdefg"


@pytest.mark.parametrize("key", ["pageup", "pagedown", "up", "down"])
async def test_r_14_choices_without_room_are_walked_without_failure(desk: Store, key: str) -> None:
    async with console(desk) as trial:
        trial.resize(1, 1)
        await trial.press("f10")
        await trial.until(lambda: isinstance(trial.app.screen, ChoiceDialog))
        await trial.press(*"a", key, key)
        assert trial.app.failures == 0


async def test_r_14_resized_a_hundred_times(desk: Store) -> None:
    chance = random.Random(3)
    async with console(desk) as trial:
        for number in range(100):
            trial.resize(chance.randint(1, 200), chance.randint(1, 60))
            if number == 30:
                await trial.press("f1")
            if number == 60:
                await trial.press("f1", "ctrl+p")
        await trial.pilot.resize_terminal(80, 24)
        await trial.until(lambda: isinstance(trial.app.screen, ChoiceDialog))
        assert "Palette" in trial.shown()


@pytest.mark.parametrize("keys", [["f10"], ["ctrl+p"], ["f1"], ["f1", "f10", "ctrl+p"]])
async def test_r_14_a_held_key_does_not_heap_up_dialogs(desk: Store, keys: list[str]) -> None:
    async with console(desk) as trial:
        await trial.press(*keys * 25)
        assert len(trial.app.screen_stack) <= 2 + len(keys)
        # Whoever closes them stands where he began.
        await trial.press(*["escape"] * len(keys))
        await trial.until(lambda: trial.app.screen is trial.home)


async def test_r_14_whatever_is_painted_anew_beneath_dialogs_is_seen_through_them(desk: Store) -> None:
    async with console(desk, size=(160, 50)) as trial:
        trial.app.push_screen(TextDialog("Lowest", "Below"))
        await trial.press("ctrl+p", "f10", "f1")
        _home, lowest, *between, top = trial.app.screen_stack[1:]
        assert len(between) == 2
        before = trial.app.export_screenshot()
        for _ in range(3):
            lowest.refresh()
            for screen in between:
                screen.query_one(".dialog").refresh()
            # Each is drawn by a clock of its own.
            await trial.until(lambda: not any(screen._dirty_widgets for screen in between))
            top.refresh()
            await trial.pilot.pause()
            assert trial.app.export_screenshot() == before


@pytest.mark.parametrize(("key", "title"), [("f10", "Theme"), ("ctrl+p", "Palette")])
async def test_the_key_of_a_choice_closes_it_again(desk: Store, key: str, title: str) -> None:
    async with console(desk) as trial:
        await trial.press(key)
        await trial.until(lambda: title in trial.shown())
        await trial.press(key)
        await trial.until(lambda: trial.app.screen is trial.home)


async def test_what_is_typed_ahead_reaches_what_it_was_meant_for(desk: Store) -> None:
    async with console(desk) as trial:
        await trial.press("n", "ctrl+p", *"next", "enter", "n", "f1", "f1", "n", "ctrl+p", "escape", "т")
        await trial.until(lambda: len(trial.home.done) == 5)
        assert trial.home.done == ["note", "next", "note", "note", "note"]


async def test_what_is_pasted_keeps_its_place_among_the_keys(desk: Store) -> None:
    async with console(desk) as trial:
        await trial.press("ctrl+p", *"ne")
        trial.app.post_message(events.Paste("x"))
        await trial.press("t")
        await trial.until(lambda: trial.app.screen.query_one(Input).value == "next")


async def test_a_thousand_keys_are_all_heard(desk: Store) -> None:
    async with console(desk) as trial:
        await trial.press(*["n", "т"] * 500)
        await trial.until(lambda: len(trial.home.done) >= 1_000)
        assert len(trial.home.done) == 1_000


async def test_random_keys_break_nothing(desk: Store) -> None:
    chance = random.Random(7)
    keys = [key for action in ACTIONS if action.id != "quit" for key in Registry(ACTIONS).keys(action.id)]
    keys += ["tab", "shift+tab", "down", "up", "enter", "n", "ъ", "w", "backspace", "home", "left", "ctrl+a", "delete"]
    keys = [key for key in keys if key != "ctrl+q"]
    async with console(desk) as trial:
        for _ in range(10):
            await trial.press(*(chance.choice(keys) for _ in range(30)))


class HostileScreen(TrialScreen):
    """Shows what somebody typed elsewhere."""

    def compose_body(self) -> ComposeResult:
        for text in HOSTILE:
            yield Static(content(text))

    def footer_lead(self) -> str:
        return HOSTILE[0]


def escapes(trial: Trial) -> set[str]:
    return {char for char in trial.shown() if char != "\n" and not char.isprintable()}


async def test_r_6_hostile_text_steers_nothing(desk: Store) -> None:
    together = "\n".join(HOSTILE)
    async with console(desk, home=HostileScreen, size=(100, 50)) as trial:
        assert "[b]bold[/b] [/] [@click=app.quit]x[/]" in trial.shown()
        listed = [Choice(str(number), text, text, text) for number, text in enumerate(HOSTILE)]
        # A field keeps what is invisible and steers nothing, as it may be part of what was meant.
        for screen, kept in (
            (ConfirmDialog(together, together), ""),
            (ChoiceDialog(together, listed), ""),
            (TextDialog(together, together, together), "\u200b\u200d\u2060\ufeff"),
        ):
            trial.app.push_screen(screen)
            trial.app.tell(together)
            await trial.until(lambda: "[b]bold[/b]" in trial.shown())
            assert escapes(trial) <= set(kept)
            await trial.press("escape")


async def test_r_6_hostile_names_steer_nothing_in_the_header(desk: Store) -> None:
    desk.perform(SYSTEM, lambda work: set_setting(work, "organization.name", "[red]漢字\u200b[/] и\u0306"))
    async with console(desk, size=(120, 24)) as trial:
        assert trial.lines()[0].startswith(" ADS  [red]漢字[/] й ")
        assert escapes(trial) == set()


async def test_without_colour_no_colour_is_written(desk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with console(desk) as trial:
        assert trial.app.theme == SIXTEEN
        await trial.press("ctrl+p")
        await trial.until(lambda: isinstance(trial.app.screen, ChoiceDialog))
        strips = trial.app.screen._compositor.render_strips()
        styles = {segment.style for strip in strips for segment in strip if segment.style}
        assert {style for style in styles if style.color and not style.color.is_default} == set()
        assert {style for style in styles if style.bgcolor and not style.bgcolor.is_default} == set()
        assert any(style.reverse for style in styles)


async def test_r_14_ascii_reaches_borders_and_fields(desk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADS_ASCII", "1")
    async with console(desk) as trial:
        await trial.press("f1")
        await trial.until(lambda: "On this screen" in trial.shown())
        assert trial.shown().isascii()


async def test_high_contrast_is_one_of_the_themes(desk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADS_THEME", CONTRAST)
    async with console(desk) as trial:
        assert trial.app.theme == CONTRAST


async def test_a_question_is_answered_by_keys_under_each_layout(desk: Store) -> None:
    answers: list[bool | None] = []
    async with console(desk) as trial:
        for key in ("y", "enter", "н", "n", "т", "escape"):
            trial.app.push_screen(ConfirmDialog("Sure?", "Drop [b] executors?"), answers.append)
            await trial.until(lambda: "Drop [b] executors?" in trial.shown())
            await trial.press(key)
            await trial.until(lambda: trial.app.screen is trial.home)
        assert answers == [True, True, True, False, False, False]
        assert trial.home.done == []


def no_spaces(text: str) -> str:
    if " " in text:
        raise InputError("invalid_value", "No [b]spaces[/b] please", field="name")
    return text.upper()


async def test_text_is_asked_for_and_checked(desk: Store) -> None:
    answers: list[str | None] = []
    async with console(desk) as trial:
        trial.app.push_screen(TextDialog("Favourite", "Name", "a b", check=no_spaces), answers.append)
        await trial.until(lambda: isinstance(trial.app.screen, TextDialog))
        await trial.press("enter")
        await trial.until(lambda: "No [b]spaces[/b] please" in trial.shown())
        await trial.press("backspace", "backspace", "т", "ctrl+s")
        await trial.until(lambda: answers)
        assert answers == ["AТ"]


async def test_a_pasted_megabyte_is_cut_to_what_the_field_takes(desk: Store) -> None:
    answers: list[str | None] = []
    async with console(desk) as trial:
        trial.app.push_screen(TextDialog("Favourite", "Name"), answers.append)
        await trial.until(lambda: isinstance(trial.app.screen, TextDialog))
        trial.app.post_message(events.Paste("длинный\x1b[31m " * 80_000))
        await trial.pilot.pause()
        assert escapes(trial) == set()
        await trial.press("escape")
        await trial.until(lambda: answers)
        assert answers == [None]


@pytest.mark.parametrize("scope", ALL_SCOPES)
def test_every_action_has_a_key_that_the_russian_layout_can_type(scope: str) -> None:
    registry = Registry(ACTIONS)
    for action in registry.of(scope):
        assert any(typed_without_latin(key) for key in registry.keys(action.id)), action.id


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_letter_of_every_action_is_found_under_each_layout(action: object) -> None:
    registry = Registry(ACTIONS)
    places = set(BY_PLACE.values())
    for key in registry.keys(action.id):  # type: ignore[attr-defined]
        char = character(key.rpartition("+")[2])
        assert char is None or not char.isalpha() or char in places


def test_scopes_are_named_once_and_the_frames_own_actions_have_methods() -> None:
    from ads_tui.app import ConsoleApp
    from ads_tui.console.error_dialog import ErrorDialog
    from ads_tui.screens.sign_in import LockScreen, SignInScreen

    screens = (ChoiceDialog, ConfirmDialog, ErrorDialog, HelpScreen, LockScreen, SignInScreen, TextDialog)
    by_scope = {screen.SCOPE: screen for screen in screens}
    registry = Registry(ACTIONS)
    for action in ACTIONS:
        for scope in action.scopes:
            owner = ConsoleApp if scope == EVERYWHERE else by_scope.get(scope)
            assert owner is None or hasattr(owner, action.method), action.id
    assert registry.scopes[-1] == EVERYWHERE
