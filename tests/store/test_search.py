"""The words of orders as they are stored, on both databases (SE-1, decision 7)."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM
from ads_tui.store.search import TEXTS, SearchText, change_text, found_by
from ads_tui.store.work import Store
from tests.housing import add_order, furnish

TEXT = SearchText(1, 7, 9, "Lift", "Ёлка Lift", "Oak street, 1", "12", "")


def test_a_word_is_stored_once_and_the_tokens_last() -> None:
    assert TEXT.body == "1 lift елка oak street 12 \ue000b7 \ue000s9"


@pytest.mark.parametrize("letters", ["слово", "word"])
def test_an_order_with_more_words_than_an_index_holds_is_kept_and_found(store: Store, letters: str) -> None:
    furnish(store)
    number = add_order(store, SYSTEM)
    essence = " ".join(f"{letters}{place}" for place in range(200_000))
    text = replace(TEXT, number=number, essence=essence)
    assert len(text.body.encode()) < 1_048_576
    assert text.body.endswith(" \ue000b7 \ue000s9")
    store.perform(SYSTEM, lambda work: change_text(work.connection, text))
    with store.reading(SYSTEM) as reading:
        assert reading.connection.execute(sa.select(TEXTS.c.body)).scalar_one() == text.body
        found, where = found_by(reading.connection.dialect.name, [f"{letters}50000", "елк"], SYSTEM)
        assert reading.connection.execute(sa.select(found).where(where)).scalars().all() == [number]
