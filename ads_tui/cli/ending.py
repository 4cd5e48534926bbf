"""How a call of `ads` ends: every failure becomes a line and an exit code (CL-4)."""

import sys
from collections.abc import Callable

from ads_tui.cli import output
from ads_tui.cli.invocation import current
from ads_tui.errors import AdsError
from ads_tui.i18n import _

INTERNAL_EXIT = 70


def exit_code_of(act: Callable[[], int]) -> int:
    """Run a call and return its exit code; with --debug failures are left to whoever looks into them."""
    try:
        code = act()
        sys.stdout.flush()
    except AdsError as error:
        if current.debug:
            raise
        output.tell_error(error)
        return error.exit_code
    except KeyboardInterrupt:
        output.say(_("Stopped."))
        return 130
    except BrokenPipeError:
        return _reader_gone()
    except Exception as error:  # the outermost edge: no traceback for people, the log has it
        if current.debug:
            raise
        return _unexpected(error)
    return code


def _reader_gone() -> int:
    """Whoever read the output has closed it, as `head` does; nothing more can be said there."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _unexpected(error: Exception) -> int:
    import json

    from ads_tui.logs import log_unexpected

    place = log_unexpected(error)
    message = _("Something unexpected happened; nothing was half-saved. Details: {place}").format(place=place)
    if current.json:
        body: dict[str, object] = {"code": "internal", "message": message, "field": None, "details": {}}
        sys.stderr.write(json.dumps({"error": body}, ensure_ascii=False) + "\n")
    else:
        output.say(message)
    return INTERNAL_EXIT
