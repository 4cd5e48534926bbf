import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.sorting import LONGEST_KEY, sort_key

NAMES = st.text("АаБГгҐґДдЕеЁёЄєЖИиІіЇїЙйКЯьюя ab019.", max_size=12)
ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюя"


@pytest.mark.parametrize(
    "names",
    [
        ["кв. 2", "кв. 10", "кв. 100"],
        ["дом 5", "дом 5 к. 2", "дом 5 к. 11", "дом 5а", "дом 40"],
        ["Ежиков", "Ёжиков", "Ежов"],
        ["все", "всё", "все ещё", "всё ещё", "всем"],
        ["елка", "Ёлка", "Ельня", "Жуков"],
        ["гяур", "Ґалаґан", "ґрунт", "дім"],
        ["еко", "Єва", "жито"],
        ["ир", "ібіс", "їжак", "йод", "кіт"],
        ["счёт 999999999", "счёт 1000000000", "счёт 9000000000"],
        ["", " ", "1", "Abc", "zeta", "Абв"],
    ],
)
def test_co_4_names_stand_in_the_order_of_the_alphabet(names: list[str]) -> None:
    assert all(sort_key(one) < sort_key(following) for one, following in pairwise(names))


def test_co_4_every_letter_stands_after_all_words_of_the_letter_before() -> None:
    for letter, following in pairwise(ALPHABET):
        assert sort_key(letter + "яяя") < sort_key(following.upper())


@given(st.integers(0, 10**10 - 1), st.integers(0, 10**10 - 1), NAMES.filter(lambda name: not name[-1:].isdigit()))
def test_co_4_numbers_sort_as_numbers(one: int, other: int, before: str) -> None:
    assert (sort_key(f"{before}{one}") < sort_key(f"{before}{other}")) == (one < other)


@given(NAMES)
def test_co_4_case_is_ignored(name: str) -> None:
    assert sort_key(name.upper()) == sort_key(name.lower()) == sort_key(name)


@given(NAMES, NAMES)
def test_co_4_yo_decides_only_between_equal_names(one: str, other: str) -> None:
    plain_one, plain_other = (name.lower().replace("ё", "е") for name in (one, other))
    if sort_key(plain_one) != sort_key(plain_other):
        assert (sort_key(one) < sort_key(other)) == (sort_key(plain_one) < sort_key(plain_other))
    elif plain_one == plain_other:
        assert (sort_key(one) < sort_key(other)) == (one.lower() < other.lower())


@given(NAMES, NAMES)
def test_co_4_order_is_that_of_places_in_the_alphabet(one: str, other: str) -> None:
    def places(name: str) -> list[int]:
        plain = re.sub("[0-9]+", lambda digits: digits[0].zfill(10), name.lower().replace("ё", "е"))
        return [ord(char) if ord(char) < 128 else 128 + ALPHABET.index(char) for char in plain]

    if places(one) != places(other):
        assert (sort_key(one) < sort_key(other)) == (places(one) < places(other))


@given(st.lists(st.text(st.one_of(st.characters(), st.sampled_from("ё1\x00\x01\ud800ﷺ😀"))), max_size=8))
def test_keys_compare_alike_as_text_and_as_bytes(names: list[str]) -> None:
    keys = [sort_key(name) for name in names]
    assert [key.encode() for key in sorted(keys)] == sorted(key.encode() for key in keys)
    assert not any("\x00" in key for key in keys)


@pytest.mark.parametrize("name", ["ﷺ" * 255, "1я" * 128, "😀" * 255, "ё" * 255])
def test_r6_a_key_fits_the_index_of_either_database(name: str) -> None:
    assert len(sort_key(name).encode()) < 2_600
    assert len(sort_key(name)) <= 2 * LONGEST_KEY + 1


def test_only_a_name_with_yo_has_a_longer_key() -> None:
    assert (len(sort_key("перед")), len(sort_key("перёд"))) == (5, 8)
