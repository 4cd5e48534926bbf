"""Opening what a person named on the command line, refusing what is no plain file."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from ads_tui.errors import InputError, OutsideError
from ads_tui.i18n import N_

LONGEST_MAP = 4 * 1024 * 1024


def open_plain(path: Path, field: str) -> BinaryIO:
    """A regular file, opened for reading.

    Raises OutsideError `storage` where it is missing or may not be read, InputError `invalid_value` for a folder, a
    pipe or a device: it is read twice, so that nothing is begun with a file that cannot be read to its end.
    """
    try:
        # Without O_NONBLOCK opening a pipe would wait for its writer.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise cannot_read(path, error) from None
    except ValueError:
        raise InputError("invalid_value", N_("This is no name of a file"), field=field) from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise InputError("invalid_value", N_("{path} is no plain file"), field=field, path=path)
    return os.fdopen(handle, "rb")


def read_whole(path: Path, field: str) -> bytes:
    """The bytes of a small file; raises as `open_plain`, and InputError `invalid_value` beyond LONGEST_MAP."""
    with open_plain(path, field) as file:
        try:
            text = file.read(LONGEST_MAP + 1)
        except OSError as error:
            raise cannot_read(path, error) from None
    if len(text) > LONGEST_MAP:
        raise InputError("invalid_value", N_("{path} is too large"), field=field, path=path)
    return text


def cannot_read(path: Path, error: OSError) -> OutsideError:
    """The refusal of a file that the system does not give."""
    return OutsideError("storage", N_("{path} cannot be read: {reason}"), path=path, reason=error.strerror or error)


def cannot_write(path: Path, error: OSError) -> OutsideError:
    """The refusal of a place where the system lets nothing be written."""
    return OutsideError("storage", N_("{path} cannot be written: {reason}"), path=path, reason=error.strerror or error)
