"""A call that plainly asks for the console is read without the parser, and as the parser reads it (CL-1)."""

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer.main import get_command

from ads_tui.cli.ending import exit_code_of
from ads_tui.cli.invocation import current
from ads_tui.cli.main import app, main
from ads_tui.cli.opening import PlainCall, open_as_asked, plain_call

_WORDS = (
    *("--db", "--as", "--lang", "--order", "--db=x", "--as=", "--lang=ru", "--order=7", "tui", "order", "17", "0"),
    *("anna", "--help", "-h", "--", "", "-", "--debug", "--version", "--d", "x=y", "--db=--as", "+7", "1_0", "٣"),
)


def _parsed(argv: list[str]) -> PlainCall:
    """What the parser makes of the words; raises where it refuses them or finds another command."""
    root: Any = get_command(app)
    context = root.make_context("ads", list(argv))
    rest = [*context._protected_args, *context.args]
    order = None
    if rest:
        assert rest[0] == "tui"
        order = root.commands["tui"].make_context("tui", rest[1:]).params["order"]
    params = context.params
    assert not params["debug"]
    return PlainCall(params["db"], params["login"], params["lang"], None if order is None else str(order))


@given(st.lists(st.sampled_from(_WORDS), max_size=6))
@example(["--db", "sqlite:///a.sqlite3", "--as", "anna", "--lang", "ru", "tui", "--order", "17"])
@example(["--as=anna", "--as", "boris", "tui", "--order=7"])
@example(["--as", "tui"])
def test_cl_1_what_is_read_without_the_parser_is_read_alike(argv: list[str]) -> None:
    call = plain_call(argv)

    assert call is None or call == _parsed(argv)


@pytest.mark.parametrize(
    "argv",
    [
        ["--help"],
        ["--debug"],
        ["--db"],
        ["--db", ""],
        ["--db", "--as"],
        ["order", "list"],
        ["tui", "--order", "0"],
        ["tui", "--order", "x"],
        ["tui", "--db", "x"],
        ["tui", "tui"],
        ["--", "tui"],
    ],
)
def test_all_else_is_left_to_the_parser(argv: list[str]) -> None:
    assert plain_call(argv) is None


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["tui"],
        ["--db", "sqlite:///a.sqlite3", "--as", "anna", "--lang=ru", "tui", "--order", "17"],
        ["--lang", "xx"],
    ],
)
def test_cl_4_a_refusal_is_the_same_either_way(
    argv: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(current, "json", True)

    parsed = main(argv), capsys.readouterr(), current.db, current.login
    call = plain_call(argv)
    assert call is not None
    plain = exit_code_of(lambda: open_as_asked(call)), capsys.readouterr(), current.db, current.login

    assert plain == parsed
    assert plain[0] == 2
    monkeypatch.setattr(current, "db", None)
    monkeypatch.setattr(current, "login", None)
    monkeypatch.setattr(current, "lang", None)


def test_p_7_a_plain_call_does_not_pay_for_the_parser_or_the_tables() -> None:
    program = (
        "import sys\n"
        "sys.argv = ['ads', '--db', 'sqlite:///none.sqlite3', 'tui']\n"
        "from ads_tui.cli import run\n"
        "try:\n"
        "    run()\n"
        "except SystemExit as end:\n"
        "    assert end.code == 2, end.code\n"
        "print('textual' in sys.modules, sorted(set(sys.modules) & {'typer', 'sqlalchemy', 'sqlmodel', 'pydantic'}))"
    )
    environment = {"TERM": "dumb", "PATH": "", "HOME": "/nonexistent"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)

    assert done.stdout == "True []\n", done.stderr


def test_p_7_a_command_does_not_pay_for_the_other_nouns() -> None:
    program = (
        "import sys\n"
        "sys.argv = ['ads', 'order', 'show', '--help']\n"
        "from ads_tui.cli import run\n"
        "try:\n"
        "    run()\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        "print(sorted(set(sys.modules) & {'ads_tui.cli.db', 'ads_tui.cli.order', 'ads_tui.cli.client'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert done.stdout.splitlines()[-1] == "['ads_tui.cli.order']", done.stderr
