import re
from pathlib import Path

import pytest

from ads_tui.console import keys_document
from ads_tui.console.actions import Registry
from ads_tui.console.keymap import read_keymap
from ads_tui.console.scopes import ACTIONS, CAPTIONS


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "docs" / "keys.md"
    monkeypatch.setattr(keys_document, "PLACE", path)
    return path


def test_every_action_stands_in_it_with_its_keys() -> None:
    text = keys_document.keys_document()
    assert all(f"| `{action.id}` |" in text for action in ACTIONS)
    assert "| `F1` `?` | Help | `help` |" in text


def test_its_example_of_own_keys_is_taken(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", keys_document.keys_document(), re.DOTALL)
    assert example is not None
    (tmp_path / "keys.toml").write_text(example[1])
    assert Registry(ACTIONS, read_keymap(tmp_path / "keys.toml")).keys("quit") == ("ctrl+q", "ctrl+g")


def test_every_scope_has_a_name() -> None:
    assert set(Registry(ACTIONS).scopes) - set(CAPTIONS) == set()


def test_check_tells_whether_it_is_current(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert keys_document.main(["--check"]) == 1
    assert keys_document.main([]) == 0
    assert keys_document.main(["--check"]) == 0
    place.write_text(place.read_text() + "x")
    assert keys_document.main(["--check"]) == 1
    assert "make docs" in capsys.readouterr().err


def test_other_words_are_refused(place: Path) -> None:
    assert keys_document.main(["--chekc"]) == 2
    assert not place.exists()
