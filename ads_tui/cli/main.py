"""Builds `ads` from its nouns and turns every failure into a line and an exit code (CL-4)."""

import sys
from typing import Annotated

import typer
from typer.exceptions import TyperException

from ads_tui import __version__
from ads_tui.cli import completion, output
from ads_tui.cli.invocation import check_language, current
from ads_tui.errors import AdsError, InputError
from ads_tui.i18n import N_, _

INTERNAL_EXIT = 70

app = typer.Typer(
    name="ads",
    no_args_is_help=False,
    invoke_without_command=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"ads {__version__}")
        raise typer.Exit


@app.callback(help=_("A dispatcher's console for a housing emergency-dispatch service."))
def options(
    ctx: typer.Context,
    db: Annotated[
        str | None, typer.Option("--db", metavar="URL", help=_("Database: sqlite:///PATH or postgresql://…"))
    ] = None,
    login: Annotated[
        str | None,
        typer.Option("--as", metavar="LOGIN", autocompletion=completion.logins, help=_("Act as this employee")),
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="en|ru", help=_("Language"))] = None,
    debug: Annotated[bool, typer.Option("--debug", help=_("Show the traceback of a failure"))] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_("Show the version and exit"))
    ] = False,
) -> None:
    """Options before the command (CL-1)."""
    current.db, current.login, current.debug = db, login, debug
    current.lang = check_language(lang)
    if ctx.invoked_subcommand is None:
        from ads_tui.cli.tui import open_console

        open_console(None)


def _add_nouns() -> None:
    from ads_tui.cli import NOUNS

    for name, module_name in NOUNS.items():
        import importlib

        module = importlib.import_module(f"ads_tui.cli.{module_name}")
        if hasattr(module, "run"):
            app.command(name, help=module.HELP)(module.run)
        else:
            app.add_typer(module.app, name=name)


def main(argv: list[str]) -> int:
    """Run one command and return its exit code."""
    try:
        result = app(args=argv, standalone_mode=False)
        sys.stdout.flush()
    except AdsError as error:
        if current.debug:
            raise
        output.tell_error(error)
        return error.exit_code
    except TyperException as error:
        return _usage(error)
    except (typer.Abort, KeyboardInterrupt):
        output.say(_("Stopped."))
        return 130
    except BrokenPipeError:
        return _reader_gone()
    except Exception as error:  # the outermost edge: no traceback for people, the log has it
        if current.debug:
            raise
        return _unexpected(error)
    return result if isinstance(result, int) else 0


def _usage(error: TyperException) -> int:
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    output.tell_error(InputError("usage", N_("{message} Try 'ads --help'."), message=message))
    return 2


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


_add_nouns()
