"""Builds `ads` from its nouns and runs one command."""

import importlib
from collections import UserDict
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_group

from ads_tui import __version__
from ads_tui.cli import NOUNS, completion, output
from ads_tui.cli.ending import exit_code_of
from ads_tui.cli.invocation import check_language, current
from ads_tui.errors import InputError
from ads_tui.i18n import N_, _


class _Nouns(UserDict[str, Any]):
    """The commands of each noun, imported when they are asked for: one command must not pay for all."""

    def __getitem__(self, name: str) -> Any:
        if self.data[name] is None:
            self.data[name] = _commands_of(name)
        return self.data[name]


def _commands_of(name: str) -> Any:
    module = importlib.import_module(f"ads_tui.cli.{NOUNS[name]}")
    holder = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    if hasattr(module, "run"):
        holder.command(name, help=module.HELP)(module.run)
    else:
        holder.add_typer(module.app, name=name)
    return get_group(holder).commands[name]


class _Root(TyperGroup):
    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Nouns(dict.fromkeys(NOUNS))


app = typer.Typer(
    name="ads",
    cls=_Root,
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
        from ads_tui.cli.opening import open_console

        raise typer.Exit(open_console(None))


def main(argv: list[str]) -> int:
    """Run one command and return its exit code."""
    return exit_code_of(lambda: _parse_and_run(argv))


def _parse_and_run(argv: list[str]) -> int:
    try:
        result = app(args=argv, standalone_mode=False)
    except TyperException as error:
        message = error.format_message() if hasattr(error, "format_message") else str(error)
        output.tell_error(InputError("usage", N_("{message} Try 'ads --help'."), message=message))
        return 2
    except typer.Abort:
        raise KeyboardInterrupt from None
    return result if isinstance(result, int) else 0
