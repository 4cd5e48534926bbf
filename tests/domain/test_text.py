import sqlite3
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.text import (
    LINE,
    LONGEST_WORD,
    NOTE,
    TEXT,
    clean_line,
    clean_text,
    display,
    excerpt,
    fold,
    required_line,
    required_text,
    words,
)
from ads_tui.errors import InputError

Cleaner = Callable[[str, str], str]

REFUSED = [
    "\x00",
    "\x07",
    "\x08",
    "\x0b",
    "\x0c",
    "\r",
    "\x1b",
    "\x1f",
    "\x7f",
    "\x80",
    "\x85",
    "\x9b",
    "\x9f",
    "\u2028",
    "\u2029",
    "\u202a",
    "\u202e",
    "\u2066",
    "\u2069",
    "\ud800",
    "\udfff",
    "\ufdd0",
    "\ufdef",
    "\ufffe",
    "\uffff",
    "\U0001fffe",
    "\U0010ffff",
]
TAKEN = ["\u200d", "\u200c", "\u200b", "\u00ad", "\u200e", "\ufe0f", "\ufeff", "\ufffd", "\ue000", "é", "😀", "\u00a0"]
TYPED = st.text(
    st.one_of(st.characters(), st.sampled_from("ЁёЕеЙйЇїҐґІ№½ﬁ№5 \t\n-\u0308\u0301\u0323\u00ad\u200d'«»[b]")),
    max_size=40,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Лёд", "лед"),
        ("ЛЁД", "ле\u0308д"),
        ("Е\u0308лка", "ёлка"),
        ("ЙОД", "и\u0306од"),
        ("Straße", "STRASSE"),
        ("ﬁrst", "First"),
        ("Ｄｏｍ ５", "dom 5"),
        ("ЇЖАК", "їжак"),
        ("ё\u0323ж", "Е\u0323Ж"),
        ("ё\u0308", "Е"),
        ("Ϊ\u0301", "ΐ"),
    ],
)
def test_cl_11_names_compare_without_case_form_and_yo(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("кий", "кии"), ("гак", "ґак"), ("е", "є"), ("и", "і"), ("дом", "до м")])
def test_cl_11_letters_of_their_own_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(TYPED)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert words(fold(text)) == words(text)


@given(st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюяabcxyz0189 .,-", max_size=40))
def test_folding_ignores_case_and_yo(text: str) -> None:
    assert fold(text) == fold(text.upper()) == fold(text.replace("ё", "е"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        (" \n«—» ", ()),
        ("ул. Ленина, 5-А", ("ул", "ленина", "5", "а")),
        ("Школа №5", ("школа", "5")),
        ("snake_case [b]x[/b]", ("snake", "case", "b", "x", "b")),
        ("з\u0430\u0301мок", ("замок",)),
        ("ава\u00adрия", ("авария",)),
        ("под’їзд п'ять", ("под", "їзд", "п", "ять")),
        ("45 м² и ½", ("45", "м2", "и", "1", "2")),
        ("дом😀сад", ("дом", "сад")),
        ("ЩЁТКА", ("щетка",)),
    ],
)
def test_se_1_words_are_letters_and_digits(text: str, found: tuple[str, ...]) -> None:
    assert words(text) == found


def test_se_1_a_word_without_end_is_cut() -> None:
    assert words("я" * 3_000) == ("я" * LONGEST_WORD,)


@given(
    st.text(st.one_of(st.sampled_from("Ёё Йй-5.№é'\u0301\u00ad"), st.characters(max_codepoint=0x52F, codec="utf-8")))
)
def test_se_1_full_text_search_of_sqlite_splits_alike(text: str) -> None:
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE VIRTUAL TABLE texts USING fts5(body, tokenize = 'unicode61 remove_diacritics 0')")
        database.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(texts, instance)")
        database.execute("INSERT INTO texts VALUES (?)", (" ".join(words(text)),))
        stored = tuple(term for (term,) in database.execute("SELECT term FROM terms ORDER BY offset"))
    finally:
        database.close()
    assert stored == words(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        (" \t\r\n\u00a0\u3000 ", ""),
        ("\u200b\ufeff \u200d", ""),
        ("  дом  5 ", "дом  5"),
        ("первая\r\nвторая\n\tтретья", "первая вторая  третья"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_cr_12_a_line_loses_outer_white_space_and_breaks(text: str, cleaned: str) -> None:
    assert clean_line(text, "name") == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [(" \n\t ", ""), ("a\r\nb\n\n\tc \n", "a\nb\n\n\tc"), ("[red]да[/red] <b>", "[red]да[/red] <b>")],
)
def test_cr_12_a_text_keeps_its_lines(text: str, cleaned: str) -> None:
    assert clean_text(text, "comment") == cleaned


@pytest.mark.parametrize("clean", [clean_line, clean_text])
@pytest.mark.parametrize("char", REFUSED)
def test_r6_what_could_steer_a_terminal_is_refused_by_code_point_and_place(clean: Cleaner, char: str) -> None:
    with pytest.raises(InputError) as refusal:
        clean(f"дом\r\n{char}5", "name")
    assert (refusal.value.code, refusal.value.field) == ("invalid_value", "name")
    assert f"U+{ord(char):04X}" in refusal.value.message
    assert "number 6 " in refusal.value.message
    assert char not in refusal.value.message


@pytest.mark.parametrize("char", TAKEN)
def test_r6_harmless_characters_stay(char: str) -> None:
    assert clean_line(f"а{char}б", "name") == f"а{char}б"
    assert display(f"а{char}б") == f"а{char}б"


@pytest.mark.parametrize(("clean", "longest"), [(clean_line, LINE), (clean_text, TEXT)])
def test_cr_12_longer_than_the_limit_is_refused_in_characters(clean: Cleaner, longest: int) -> None:
    assert clean(f" {'😀' * longest} ", "name") == "😀" * longest
    with pytest.raises(InputError) as refusal:
        clean("😀" * (longest + 1), "name")
    assert (refusal.value.code, refusal.value.field) == ("invalid_value", "name")
    assert str(longest) in refusal.value.message


def test_cr_12_the_limits_are_those_of_the_rule() -> None:
    assert (LINE, TEXT, NOTE) == (255, 10_000, 50_000)
    assert clean_text("я" * NOTE, "note", NOTE) == "я" * NOTE


@pytest.mark.parametrize("text", ["я" * 1_000_000, "я" * 1_000_000 + "\x1b", "\u200b" * 1_000_000])
def test_r6_a_refusal_does_not_repeat_a_megabyte(text: str) -> None:
    with pytest.raises(InputError) as refusal:
        clean_text(text, "comment")
    assert len(refusal.value.message) < 200


@pytest.mark.parametrize("required", [required_line, required_text])
@pytest.mark.parametrize("text", ["", " \n ", "\u200b"])
def test_cr_12_white_space_alone_counts_as_missing(required: Cleaner, text: str) -> None:
    with pytest.raises(InputError) as refusal:
        required(text, "comment")
    assert (refusal.value.code, refusal.value.field) == ("field_required", "comment")
    assert required(" да ", "comment") == "да"


@given(TYPED)
def test_cleaning_again_changes_nothing(text: str) -> None:
    for clean in (clean_line, clean_text):
        try:
            once = clean(text, "name")
        except InputError:
            continue
        assert clean(once, "name") == once


def test_r6_display_marks_every_character_that_could_steer_a_terminal() -> None:
    assert display("a\x1b[31mb\r\n\tc\u202ed\udc80") == "a\ufffd[31mb\n c\ufffdd\ufffd"


@given(st.text(st.one_of(st.characters(), st.sampled_from(REFUSED))))
def test_r6_what_is_displayed_could_be_typed_in(text: str) -> None:
    shown = display(text)
    assert len(shown) == len(text.replace("\r\n", "\n"))
    assert clean_text(f"x{shown}x", "comment") == f"x{shown}x"


def test_r6_an_excerpt_is_one_short_safe_line() -> None:
    assert excerpt("да\nнет\x1b") == "да нет\ufffd"
    assert excerpt("я" * 1_000_000, 10) == "я" * 9 + "…"
    assert excerpt("я" * 10, 10) == "я" * 10
