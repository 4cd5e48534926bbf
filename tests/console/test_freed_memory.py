"""What was freed goes back to the system (P11): each trial in a process of its own."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what was freed")

# Frees 8 MiB, then 30 blocks of one; how many MiB more the process holds than before the 30.
_FREES = """
import sys
from pathlib import Path
from ads_tui.console.freed_memory import keep_no_freed_blocks

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
from ads_tui.console.freed_memory import keep_no_freed_blocks

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


# Frees 60 MB of small blocks beneath one that stays; how many MiB the process holds then, and after giving back.
_FREES_BENEATH = """
from pathlib import Path
from ads_tui.console.freed_memory import give_back

def held():
    rows = dict(line.split(":", 1) for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    return int(rows["Anonymous"].split()[0]) / 1_024

blocks = [bytes(1_000) for _ in range(60_000)]
stays = bytes(1_000)
del blocks
freed = held()
give_back()
print(freed - held())
"""


def test_p_11_what_was_freed_beneath_what_is_in_use_goes_back_to_the_system() -> None:
    given_back = subprocess.run([sys.executable, "-c", _FREES_BENEATH], capture_output=True, check=True).stdout
    assert float(given_back) > 40
