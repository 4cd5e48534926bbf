"""Writes docs/keys.md from the table of actions; `--check` tells whether it is current."""

import sys
from pathlib import Path

from ads_tui.console.actions import EVERYWHERE, Registry
from ads_tui.console.keys import key_caption
from ads_tui.console.scopes import ACTIONS, CAPTIONS

PLACE = Path(__file__).parents[2] / "docs" / "keys.md"

_HEAD = """# Keys

Made from the program by `make docs`. Every action is also in the palette (`^p`) by its name, and F1 shows those of the
present screen. `^p` is Ctrl+P.

Letters work under a Russian or Ukrainian keyboard layout too, by the place of the key: `т` is `n`, `х` is `[`. What
is typed into a field stays what it is.

## Your own keys

A file `keys.toml` in the configuration directory (`ADS_CONFIG_DIR`, else `~/.config/ads-tui`) gives other keys to
actions, by the ids below. The first key of an action is the one that the footer shows; an empty list takes all away.

```toml
list.search = ["F3", "ctrl+f"]
card.comment = "C"
quit = ["ctrl+q", "ctrl+g"]
```

A key is a letter, a digit, a sign, a name (`enter`, `space`, `pgup`, `F5`, …), or one of these with `ctrl+`, `alt+`,
`shift+` before it. Letters are the Latin ones of the key. Not to be had are `tab`, `ctrl+c`, and what terminals send
as other keys: `ctrl+h`, `ctrl+i`, `ctrl+j`, `ctrl+m`, `ctrl+[`. Where two actions of one screen would get the same
key, or an id is unknown, the console says so and does not start.
"""


def keys_document() -> str:
    """All actions by scope, with keys, names, ids and what they do."""
    registry = Registry(ACTIONS)
    parts = [_HEAD]
    for scope in (EVERYWHERE, *(scope for scope in registry.scopes if scope != EVERYWHERE)):
        parts.append(f"## {CAPTIONS.get(scope, scope)}\n")
        parts.append("| keys | action | id | |")
        parts.append("| --- | --- | --- | --- |")
        for action in registry.of(scope):
            keys = " ".join(_code(key_caption(key)) for key in registry.keys(action.id))
            parts.append(f"| {keys} | {action.title} | `{action.id}` | {action.tooltip} |")
        parts.append("")
    return "\n".join(parts)


def _code(caption: str) -> str:
    # In a table the sign that divides columns must not stand bare.
    return f"`{caption}`" if "|" not in caption else "`&#124;`"


def main(argv: list[str]) -> int:
    """Write the document, or with --check compare it; the exit code is 1 where it is not current."""
    text = keys_document()
    current = PLACE.read_text(encoding="utf-8") if PLACE.is_file() else None
    if argv == ["--check"]:
        if current != text:
            print(f"docs/{PLACE.name} is not current: run 'make docs'", file=sys.stderr)
            return 1
        return 0
    if argv:
        print("usage: python -m ads_tui.console.keys_document [--check]", file=sys.stderr)
        return 2
    PLACE.parent.mkdir(exist_ok=True)
    PLACE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
