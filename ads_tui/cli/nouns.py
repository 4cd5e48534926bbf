"""The commands `add`, `list`, `show` and `set` that every noun has alike (CL-11, CL-17)."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from ads_tui.cli.invocation import current
from ads_tui.cli.output import print_pairs, print_table, tell
from ads_tui.errors import InputError
from ads_tui.i18n import N_, _

if TYPE_CHECKING:
    from ads_tui.services.nouns.engine import Noun, NounRow
    from ads_tui.services.nouns.keys import Key
    from ads_tui.store.work import Work

# A value may begin with a minus, such as a balance.
TAKES_ANY_VALUE = {"ignore_unknown_options": True}

Code = Annotated[str, typer.Argument(metavar="CODE", help=_("Code or exact name"))]
NewCode = Annotated[str, typer.Argument(metavar="CODE", help=_("A code of its own"))]
Name = Annotated[str, typer.Argument(metavar="NAME", help=_("Name"))]
KeyName = Annotated[str, typer.Argument(metavar="KEY", help=_("One of the keys below"))]
Value = Annotated[str, typer.Argument(metavar="VALUE", help=_("Its value; none empties it"))]
Pairs = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=_("A key and its value"))]
Query = Annotated[str, typer.Option("-q", "--query", metavar="TEXT", help=_("Words that begin words of the thing"))]


def noun_app(name: str, caption: str) -> typer.Typer:
    """The commands of one noun of `services.nouns.table`."""
    app = typer.Typer(help=caption, no_args_is_help=True)
    with_keys = keys_in_help(lambda: [(f"{key.name} {key.takes}", _(key.caption)) for key in _keys(_noun(name))])

    @app.command("add", cls=with_keys, help=_("Add one."))
    def add_command(code: NewCode, thing_name: Name, pairs: Pairs = None) -> None:
        from ads_tui.services.nouns.engine import add

        noun = _noun(name)
        given = [(key, _content(noun, key, value)) for key, value in split_pairs(pairs or [])]
        _change(noun, lambda work: add(work, noun, code, thing_name, given))

    @app.command("list", help=_("List them."))
    def list_command(query: Query = "") -> None:
        from ads_tui.services.nouns.engine import list_rows

        noun = _noun(name)
        with current.reading() as reading:
            rows = list_rows(reading, noun, query)
            region = reading.settings.region
        tell({noun.plural: [row.document for row in rows]}, lambda: _print_rows(noun, rows, region))

    @app.command("show", help=_("Show one."))
    def show_command(code: Code) -> None:
        from ads_tui.services.nouns.engine import show

        noun = _noun(name)
        with current.reading() as reading:
            row = show(reading, noun, code)
            region = reading.settings.region
        tell(row.document, lambda: _print_row(noun, row, region))

    @app.command("set", cls=with_keys, context_settings=TAKES_ANY_VALUE, help=_("Set a key of one."))
    def set_command(code: Code, key: KeyName, value: Value) -> None:
        from ads_tui.services.nouns.engine import set_key

        noun = _noun(name)
        content = _content(noun, key, value)
        _change(noun, lambda work: set_key(work, noun, code, key, content))

    return app


def keys_in_help(rows: Callable[[], Iterable[tuple[str, str]]], caption: str = N_("Keys")) -> type[TyperCommand]:
    """A command whose help ends with a table of keys, gathered only when it is asked for: it imports the services."""

    class WithKeys(TyperCommand):
        def format_epilog(self, ctx: Any, formatter: Any) -> None:
            with formatter.section(_(caption)):
                formatter.write_dl(list(rows()))

    return WithKeys


def split_pairs(pairs: Iterable[str]) -> list[tuple[str, str]]:
    """The KEY=VALUE pairs of --set; InputError `usage` for what is no pair."""
    found = []
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise InputError("usage", N_("Write it as KEY=VALUE: {pair}"), field="set", pair=pair[:80])
        found.append((key.strip(), value))
    return found


def _noun(name: str) -> "Noun":
    from ads_tui.services.nouns.table import NOUNS

    return NOUNS[name]


def _keys(noun: "Noun") -> "tuple[Key, ...]":
    from ads_tui.services.nouns.keys import NAME

    return (NAME, *noun.keys)


def _content(noun: "Noun", key: str, value: str) -> str:
    """The value as typed, or what the file holds that it names (CL-16)."""
    from ads_tui.services.imports.files import read_whole
    from ads_tui.services.nouns.values import is_empty

    if noun.key(key).kind != "file" or is_empty(value):
        return value
    try:
        return read_whole(Path(value).expanduser(), key).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("invalid_value", N_("{path} is not UTF-8"), field=key, path=value) from None


def _change(noun: "Noun", operation: "Callable[[Work], NounRow]") -> None:
    row, region = current.perform(lambda work: (operation(work), work.settings.region))
    tell(row.document, lambda: _print_row(noun, row, region))


def _print_rows(noun: "Noun", rows: "list[NounRow]", region: str) -> None:
    shown = [noun.key(name) for name in noun.columns]
    print_table(
        [_("Code"), _("Name"), *(_(key.caption) for key in shown)],
        ([row.code, row.name, *(_plain(key, row.values[key.name], region) for key in shown)] for row in rows),
    )


def _print_row(noun: "Noun", row: "NounRow", region: str) -> None:
    pairs = [(_(key.caption), _plain(key, row.values[key.name], region)) for key in noun.keys]
    print_pairs([(_("Code"), row.code), (_("Name"), row.name), *pairs])


def _plain(key: "Key", value: Any, region: str) -> Any:
    """The value for people: a phone in its national form (CR-4), of a form the labels of its fields."""
    from ads_tui.domain.phones import show_phone

    if key.kind == "phone" and value:
        return show_phone(value, region)
    return [field["label"] for field in value] if key.kind == "file" else value
