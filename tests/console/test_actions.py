from pathlib import Path

import pytest

from ads_tui.console.actions import EVERYWHERE, Action, Registry, needs
from ads_tui.console.keymap import config_dir, read_keymap
from ads_tui.domain.actors import Actor
from ads_tui.errors import InputError, OutsideError

NEW = Action("order.new", ("n", "F7"), "New", "Register a call", ("orders", "card"))
OPEN = Action("order.open", ("enter",), "Open", "Open the order", ("orders",))
SAVE = Action("form.save", ("ctrl+s", "n"), "Save", "Save it", ("form",))
HELP = Action("help", ("F1", "?"), "Help", "What can be done here", (EVERYWHERE,))
ACTIONS = (NEW, OPEN, SAVE, HELP)


def keymap_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "keys.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_actions_are_listed_by_scope_with_their_keys() -> None:
    registry = Registry(ACTIONS)
    assert registry.scopes == ("orders", "card", "form", EVERYWHERE)
    assert registry.of("orders", EVERYWHERE) == (NEW, OPEN, HELP)
    assert registry.keys("help") == ("f1", "question_mark")


def test_bindings_run_the_action_by_its_id() -> None:
    bound = {binding.key: binding.action for binding in Registry(ACTIONS).bindings("orders")}
    assert bound == {"n": "do('order.new')", "f7": "do('order.new')", "enter": "do('order.open')"}


def test_a_user_gives_other_keys(tmp_path: Path) -> None:
    path = keymap_file(tmp_path, 'order.new = ["F8", "ctrl+n"]\n"order.open" = "o"\nhelp = []\n')
    registry = Registry(ACTIONS, read_keymap(path))
    assert registry.keys("order.new") == ("f8", "ctrl+n")
    assert registry.keys("order.open") == ("o",)
    assert registry.keys("help") == ()
    assert registry.keys("form.save") == ("ctrl+s", "n")


def test_two_actions_may_swap_their_keys() -> None:
    registry = Registry(ACTIONS, {"order.new": ["enter"], "order.open": ["n"]})
    assert (registry.keys("order.new"), registry.keys("order.open")) == (("enter",), ("n",))


@pytest.mark.parametrize(
    ("keymap", "names"),
    [
        ({"order.open": ["n"]}, ("New", "order.new", "Open", "order.open")),
        ({"order.open": ["N", "shift+n"], "order.new": ["N"]}, ("New", "Open")),
        ({"form.save": ["?"]}, ("Save", "form.save", "Help", "help")),
        ({"help": ["enter"]}, ("Open", "Help")),
    ],
)
def test_a_clash_within_a_scope_is_refused_with_both_names(
    keymap: dict[str, list[str]], names: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as refused:
        Registry(ACTIONS, keymap)
    assert all(name in refused.value.message for name in names)


@pytest.mark.parametrize("keymap", [{"order.nwe": ["n"]}, {"order.new": ["й"]}, {"order.new": ["ctrl+i"]}])
def test_what_cannot_be_meant_is_refused(keymap: dict[str, list[str]]) -> None:
    with pytest.raises(InputError) as refused:
        Registry(ACTIONS, keymap)
    assert refused.value.code == "invalid_value"


@pytest.mark.parametrize(
    "text", ["order.new = ", "order.new = 5", "order.new = [1]", "\x00", '[order]\nnew = "n"\nnew = "m"']
)
def test_a_file_of_keys_that_cannot_be_read_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError) as refused:
        read_keymap(keymap_file(tmp_path, text))
    assert refused.value.field == "keys"


def test_no_file_of_keys_is_no_change(tmp_path: Path) -> None:
    assert read_keymap(tmp_path / "keys.toml") == {}


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys.toml").mkdir()
    with pytest.raises(OutsideError):
        read_keymap(tmp_path / "keys.toml")


def test_the_file_lies_in_the_configuration_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADS_CONFIG_DIR", str(tmp_path))
    keymap_file(tmp_path, 'help = "F2"')
    assert config_dir() == tmp_path
    assert read_keymap() == {"help": ("F2",)}


def test_ro_4_an_action_is_there_for_roles_that_hold_one_of_its_rights() -> None:
    exists = needs("orders.create", "admin")
    assert exists(Actor(kind="employee", rights=frozenset({"admin"})))
    assert not exists(Actor(kind="employee", rights=frozenset({"orders.edit"})))
    assert not exists(None)
