"""Digest files on disk: written whole or not at all, read line by line."""

import contextlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from ads_tui.services.imports.files import cannot_read, cannot_write, open_plain


@contextlib.contextmanager
def writing_digest(path: Path | None) -> Iterator[TextIO | None]:
    """A file that takes its name once all is written; None for no path. Raises OutsideError `storage`."""
    if path is None:
        yield None
        return
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="ascii", newline="\n") as file:
            yield file
        part.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


@contextlib.contextmanager
def reading_digest(path: Path | None) -> Iterator[Iterable[str] | None]:
    """The lines of a digest file; None for no path. Raises OutsideError `storage`, InputError `invalid_value`."""
    if path is None:
        yield None
        return
    with io.TextIOWrapper(open_plain(path, "since"), encoding="ascii", errors="replace") as file:
        try:
            yield file
        except OSError as error:
            raise cannot_read(path, error) from None
