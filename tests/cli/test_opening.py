"""A call that plainly asks for the console is read without the parser, and as the parser reads it (CL-1)."""

import platform
import subprocess
import sys
from pathlib import Path
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


# Frees 8 MiB, then 30 blocks of one; how many MiB more the process holds than before the 30.
_FREES = """
import sys
from pathlib import Path
from ads_tui.cli.opening import keep_no_freed_blocks

def held():
    rows = dict(line.split(":", 1) for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    return int(rows["Anonymous"].split()[0]) / 1_024

if sys.argv[1] == "none":
    keep_no_freed_blocks()
large = b"x" * (8 << 20)
del large
before = held()
blocks = [b"x" * (1 << 20) for _ in range(30)]
above = b"x" * (1 << 20)
del blocks
print(held() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what was freed")
def test_p_11_large_blocks_go_back_to_the_system() -> None:
    none, kept = (
        float(subprocess.run([sys.executable, "-c", _FREES, what], capture_output=True, check=True).stdout)
        for what in ("none", "kept")
    )
    assert none < 10 < kept


# How many heaps eight threads make that work at once.
_SHARES = """
import ctypes, sys, threading
from pathlib import Path
from ads_tui.cli.opening import keep_no_freed_blocks

if sys.argv[2] == "few":
    keep_no_freed_blocks()
together = threading.Barrier(9)

def work():
    blocks = [bytes(1_000) for _ in range(100)]
    together.wait()
    together.wait()

for _ in range(8):
    threading.Thread(target=work).start()
together.wait()
glibc = ctypes.CDLL(None)
glibc.fopen.restype = ctypes.c_void_p
told = ctypes.c_void_p(glibc.fopen(sys.argv[1].encode(), b"w"))
glibc.malloc_info(0, told)
glibc.fclose(told)
together.wait()
print(Path(sys.argv[1]).read_text().count("<heap nr"))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has a heap for each thread")
def test_p_11_threads_share_heaps(tmp_path: Path) -> None:
    few, many = (
        int(
            subprocess.run(
                [sys.executable, "-c", _SHARES, tmp_path / what, what], capture_output=True, check=True
            ).stdout
        )
        for what in ("few", "many")
    )
    assert few <= 2 < many


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
