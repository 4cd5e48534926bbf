"""The translations: `update` gathers captions from the code into each .po and compiles its .mo, `check` tells faults.

A .po is written without line numbers, dates or versions of tools: it changes where a caption or a translation does. An
entry that the code no longer has is dropped, a new one is left empty to be translated.
"""

import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from ads_tui import i18n

ROOT = Path(__file__).parent.parent
_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


class _Steady(Catalog):
    """A catalogue whose header says nothing that changes by itself."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Project-Id-Version", "ads-tui"),
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]


def _steady(locale: str) -> _Steady:
    return _Steady(locale=locale, header_comment="# Captions of ads-tui.", fuzzy=False)


def gather(package: Path, locale: str) -> Catalog:
    """The captions that the Python files of `package` mark, each with the files where it stands, untranslated."""
    found = _steady(locale)
    for name, _line, text, _comments, _context in extract_from_dir(
        package, method_map=[("**.py", "python")], keywords=_KEYWORDS
    ):
        found.add(text, locations=[(f"{package.name}/{Path(name).as_posix()}", 0)])
    for message in found:
        message.locations = sorted(set(message.locations))
    return found


def hidden(package: Path) -> Iterator[str]:
    """Captions inside f-strings, where they are not gathered: they would stay English in every language."""
    for path in sorted(package.rglob("*.py")):
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(text, ast.JoinedStr):
                yield from (f"inside an f-string: {caption!r} in {path.name}" for caption in _marked(text))


def _marked(text: ast.JoinedStr) -> Iterator[str]:
    calls = [call for call in ast.walk(text) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)]
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id in _KEYWORDS and call.args:
            caption = call.args[0]
            if isinstance(caption, ast.Constant):
                yield str(caption.value)


def read(path: Path, locale: str) -> Catalog:
    """The translations that a .po holds; none where there is no such file."""
    if not path.exists():
        return _steady(locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def merge(captions: Catalog, translations: Catalog) -> Catalog:
    """The captions, each with its translation where there is one."""
    for message in captions:
        known = translations.get(message.id) if message.id else None
        if known and message.pluralizable == known.pluralizable:
            message.string = known.string
            message.flags |= known.flags & {"fuzzy"}
            message.user_comments = known.user_comments
    return captions


def po_bytes(catalogue: Catalog) -> bytes:
    """The text of a .po, in the order of the files where the captions stand."""
    out = BytesIO()
    write_po(out, catalogue, width=120, sort_by_file=True, include_lineno=False)
    return out.getvalue()


def mo_bytes(catalogue: Catalog, locale: str) -> bytes:
    """What gettext reads: the entries under the steady header."""
    steady = _steady(locale)
    for message in catalogue:
        if message.id:
            steady[message.id] = message
    out = BytesIO()
    write_mo(out, steady)
    return out.getvalue()


def faults(captions: Catalog, translations: Catalog) -> Iterator[str]:
    """Every fault of a translation: captions missing or left over, empty, doubtful, with other places."""
    for message in captions:
        if message.id and translations.get(message.id) is None:
            yield f"missing: {_first(message)!r}"
    for message in translations:
        if message.id and captions.get(message.id) is None:
            yield f"no longer in the code: {_first(message)!r}"
        elif message.id:
            yield from _entry_faults(message)
    for message in translations.obsolete.values():
        yield f"no longer in the code: {_first(message)!r}"


def _entry_faults(message: Message) -> Iterator[str]:
    caption = _first(message)
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    if message.fuzzy:
        yield f"fuzzy: {caption!r}"
    if not all(strings):
        yield f"untranslated: {caption!r}"
        return
    wanted = _places(message.id[-1] if message.pluralizable else caption)
    for string in map(str, strings):
        places = _places(string)
        if places is None or places != wanted:
            yield f"other places than {wanted}, or braces that do not pair: {string!r} for {caption!r}"


def _first(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, list | tuple) else message.id)


def _places(text: str) -> list[str] | None:
    try:
        return sorted({name for _literal, name, _form, _conversion in Formatter().parse(text) if name is not None})
    except ValueError:
        return None


def _paths(root: Path, locale: str) -> tuple[Path, Path]:
    folder = root / "ads_tui" / "locale" / locale / "LC_MESSAGES"
    return folder / f"{i18n.DOMAIN}.po", folder / f"{i18n.DOMAIN}.mo"


def update(root: Path, locale: str) -> None:
    """Write the .po and the .mo of one language anew."""
    po, mo = _paths(root, locale)
    catalogue = merge(gather(root / "ads_tui", locale), read(po, locale))
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_bytes(po_bytes(catalogue))
    mo.write_bytes(mo_bytes(read(po, locale), locale))


def check(root: Path, locale: str) -> list[str]:
    """What is wrong with one language; empty where all is translated and compiled."""
    po, mo = _paths(root, locale)
    captions, translations = gather(root / "ads_tui", locale), read(po, locale)
    found = [*hidden(root / "ads_tui"), *faults(captions, translations)]
    if not found and po.read_bytes() != po_bytes(merge(captions, translations)):
        found.append(f"{po.name} is not as it would be written")
    if not mo.exists() or mo.read_bytes() != mo_bytes(translations, locale):
        found.append(f"{mo.name} differs from {po.name}")
    return found


def main(words: list[str]) -> int:
    """Run `update` or `check` over every language but English; 1 where there are faults, 2 for another word."""
    if words not in (["update"], ["check"]):
        print("usage: python -m tools.catalogues update|check", file=sys.stderr)
        return 2
    code = 0
    for locale in i18n.LANGUAGES[1:]:
        if words == ["update"]:
            update(ROOT, locale)
        found = check(ROOT, locale)
        for fault in found:
            print(f"{locale}: {fault}")
        if words == ["check"] and found:
            print(f"{locale}: {len(found)} faults; `make catalogues` gathers and compiles, the .po is for translating")
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
