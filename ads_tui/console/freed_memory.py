"""What the console has freed goes back to the system (P11); elsewhere than on glibc nothing is done."""

import contextlib

# By their numbers in malloc.h: from how many bytes on a block is the system's own, and goes back when it is freed; how
# many heaps all threads share.
_M_MMAP_THRESHOLD, _LARGE = -3, 128 * 1_024
_M_ARENA_MAX, _HEAPS = -8, 2


def keep_no_freed_blocks() -> None:
    """Give large blocks back as they are freed, and share small ones among threads.

    Left alone, glibc keeps as much as the largest one it has seen, for each thread: a search among a million orders
    asks SQLite for some MiB at once; and of small ones ten MiB in each of eight heaps.
    """
    _tell_glibc("mallopt", _M_MMAP_THRESHOLD, _LARGE)
    _tell_glibc("mallopt", _M_ARENA_MAX, _HEAPS)


def give_back() -> None:
    """Give back what was freed beneath what is in use: of a search among a million orders some MiB."""
    _tell_glibc("malloc_trim", 0)


def _tell_glibc(name: str, *numbers: int) -> None:
    # Imported where used: a start has no time for it.
    import ctypes

    with contextlib.suppress(AttributeError, OSError, TypeError):
        getattr(ctypes.CDLL(None), name)(*numbers)
