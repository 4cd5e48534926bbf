"""The four acts on a noun, for trials: things as typed in, documents out."""

from typing import Any

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.store.work import Store


def add(
    store: Store, noun: str, code: str, name: str = "Name", *, actor: Actor = SYSTEM, **pairs: str
) -> dict[str, Any]:
    """Add a thing and answer its document."""
    return store.perform(actor, lambda work: engine.add(work, NOUNS[noun], code, name, pairs.items())).document


def put(store: Store, noun: str, code: str, key: str, value: str, *, actor: Actor = SYSTEM) -> dict[str, Any]:
    """Set a key and answer the document."""
    return store.perform(actor, lambda work: engine.set_key(work, NOUNS[noun], code, key, value)).document


def show(store: Store, noun: str, code: str, *, actor: Actor = SYSTEM) -> dict[str, Any]:
    """The document of one thing."""
    with store.reading(actor) as reading:
        return engine.show(reading, NOUNS[noun], code).document


def codes(store: Store, noun: str, q: str = "", *, actor: Actor = SYSTEM) -> list[str | None]:
    """The codes that a list shows, in its order."""
    with store.reading(actor) as reading:
        return [row.code for row in engine.list_rows(reading, NOUNS[noun], q)]
