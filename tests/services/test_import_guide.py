"""docs/import.md: what it shows works as it says."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ads_tui.domain.actors import Actor
from ads_tui.domain.channels import CHANNELS, PRIORITIES
from ads_tui.domain.statuses import BASES
from ads_tui.services.imports import running
from ads_tui.services.imports.maps import parse_map
from ads_tui.services.imports.order_rows import ORDER_FIELDS
from ads_tui.store.work import Store
from tests.importing import bring, card_of

GUIDE = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language, in the order of the guide."""
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


def fields_told(heading: str) -> set[str]:
    """The first column of the table under a heading."""
    section = GUIDE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


@pytest.mark.parametrize("kind", ["orders", "buildings", "clients"])
def test_the_guide_names_every_field(kind: str) -> None:
    fields = {"form.KEY" if name == "form." else name for name in running.IMPORTERS[kind].fields}
    assert fields_told(f"Fields of {kind}") == fields


def test_the_guide_names_every_status_channel_and_priority() -> None:
    section = GUIDE.split("## Fields of orders\n")[1].split("\n## ")[0]
    assert {f"`{word}`" for word in (*BASES, *CHANNELS, *PRIORITIES)} <= set(re.findall(r"`[a-z_0-9]+`", section))


def test_every_map_of_the_guide_is_one() -> None:
    maps = [parse_map(tomllib.loads(text), ORDER_FIELDS) for text in blocks("toml")]
    assert [len(found.columns or ()) for found in maps] == [3, 11]


def test_the_example_of_the_guide_works(store: Store, admin: Actor, tmp_path: Path) -> None:
    (table,) = (text for text in blocks("") if text.startswith("№"))
    path = tmp_path / "calls.csv"
    path.write_bytes(table.encode("cp1251"))
    result = bring(store, admin, path, blocks("toml")[1])
    assert (result.created, result.refused) == (2, ())
    rows: list[Any] = [card_of(store, admin, number).row for number in ("1041", "1042")]
    assert [(row.status, row.priority) for row in rows] == [("done", "emergency"), ("in_progress", "normal")]
    assert rows[0].client.phone == "+79991234567"
    assert (rows[0].premise.name, rows[1].premise) == ("12", None)
    assert rows[0].created_at.isoformat() == "2026-02-02T05:15:00+00:00"


def test_the_document_of_the_guide_has_the_keys_of_cl_7() -> None:
    (shown,) = (json.loads(text) for text in blocks("json"))
    assert list(shown) == ["created", "unchanged", "refused", "refused_file"]
    assert list(shown["refused"][0]) == ["line", "code", "field", "message"]
