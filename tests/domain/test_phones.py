import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ads_tui.domain.phones import Phone, parse_phone, phone_digits, search_prefixes, show_phone
from ads_tui.errors import InputError

FORMS = [
    ("8 (987) 987-98-79", "RU"),
    ("+7 987 987 98 79", "RU"),
    ("+7(987)987-98-79", "US"),
    ("79879879879", "RU"),
    ("9879879879", "RU"),
    ("8.987.987.98.79", "RU"),
    ("\u202f8\u00a0987\u2011987\u201398\u221279 ", "RU"),
    ("＋７ ９８７ ９８７ ９８ ７９", "RU"),
    ("(+7) 987 987 98 79", "UA"),
    ("00 7 987 987 98 79", "UA"),
]
RUSSIAN = st.integers(9_000_000_000, 9_999_999_999).map(lambda number: f"+7{number}")


@pytest.mark.parametrize(("text", "region"), FORMS)
def test_cr_4_one_number_has_one_key_however_written(text: str, region: str) -> None:
    assert parse_phone(text, region, "client_phone") == Phone("+79879879879", valid=True)


@pytest.mark.parametrize(
    ("text", "region", "key"),
    [
        ("0 50 123-45-67", "UA", "+380501234567"),
        ("8-10-380-50-123-45-67", "RU", "+380501234567"),
        ("+44 (0) 20 7946 0018", "RU", "+442079460018"),
        ("(410) 396-3100", "US", "+14103963100"),
        ("+77011234567", "RU", "+77011234567"),
    ],
)
def test_cr_4_numbers_of_other_countries_are_known(text: str, region: str, key: str) -> None:
    assert parse_phone(text, region, "client_phone") == Phone(key, valid=True)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("112", "112"),
        ("12-34-56", "123456"),
        ("5-12-34", "51234"),
        ("987-98-79", "9879879"),
        ("+7 000 000 00 00", "+70000000000"),
    ],
)
def test_cr_4_short_and_local_numbers_are_kept_as_typed(text: str, key: str) -> None:
    assert parse_phone(text, "RU", "client_phone") == Phone(key, valid=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "12",
        "+",
        "++79879879879",
        "7+9879879879",
        "+7 12",
        "+999 123456",
        "898798798799",
        "1234567890123456",
        "9" * 250,
        "8 987 987 98 79 доб. 5",
        "8 987 987 98 79 x5",
        "8 987 987 98 79;ext=5",
        "8 987 987 98 79, 8 987 987 98 78",
        "*100#",
        "звонить вечером",
        "a@b.ru",
        "8987987987²",
    ],
)
def test_cr_4_what_is_no_phone_number_is_refused_naming_the_field(text: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_phone(text, "RU", "client_phone")
    assert (refusal.value.code, refusal.value.field) == ("invalid_value", "client_phone")
    assert len(refusal.value.message) < 100


@pytest.mark.parametrize("text", ["8 987\x1b 987 98 79", "1" * 1_000_000])
def test_r6_hostile_text_is_no_phone_number(text: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_phone(text, "RU", "form.phone")
    assert (refusal.value.code, refusal.value.field) == ("invalid_value", "form.phone")


@given(
    st.text(st.one_of(st.characters(), st.sampled_from("+0123456789-() ;x")), max_size=30),
    st.sampled_from(["RU", "UA", "US"]),
)
def test_r12_any_text_is_a_number_or_refused(text: str, region: str) -> None:
    search_prefixes(text, region)
    try:
        phone = parse_phone(text, region, "phone")
    except InputError:
        return
    assert phone.key.removeprefix("+").isascii() and phone.key.removeprefix("+").isdigit()
    assert parse_phone(phone.key, region, "phone") == phone


@pytest.mark.parametrize(
    ("key", "region", "shown"),
    [
        ("+79879879879", "RU", "8 (987) 987-98-79"),
        ("+79879879879", "UA", "+7 987 987-98-79"),
        ("+380501234567", "UA", "050 123 4567"),
        ("+77011234567", "RU", "+7 701 123 4567"),
        ("112", "RU", "112"),
        ("123456", "RU", "123456"),
        ("+70000000000", "RU", "+70000000000"),
        ("", "RU", ""),
    ],
)
def test_cr_4_phones_are_shown_in_the_national_form_of_the_region(key: str, region: str, shown: str) -> None:
    assert show_phone(key, region) == shown


@given(RUSSIAN)
def test_cr_4_what_is_shown_is_read_as_the_same_number(key: str) -> None:
    assume(parse_phone(key, "RU", "phone").valid)
    for region in ("RU", "UA", "US"):
        assert parse_phone(show_phone(key, region), region, "phone").key == key


def test_se_1_digits_of_a_number_are_found_in_any_format() -> None:
    assert phone_digits("+7 (987) 987-98-79, доб. ５") == "798798798795"


@pytest.mark.parametrize(
    ("text", "region", "prefixes"),
    [
        ("8 (987) 987", "RU", ("+78987987", "+7987987", "+8987987", "8987987")),
        ("+7 987", "RU", ("+7987",)),
        ("987987", "RU", ("+7987987", "+987987", "987987")),
        ("7 987", "RU", ("+77987", "+7987", "7987")),
        ("050 123", "UA", ("+050123", "+380050123", "+38050123", "050123")),
        ("7", "RU", ("+7", "7")),
        ("112", "", ("+112", "112")),
        ("Ленина 5", "RU", ()),
        ("+", "RU", ()),
        ("", "RU", ()),
    ],
)
def test_se_1_a_part_of_a_number_may_be_meant_in_several_ways(
    text: str, region: str, prefixes: tuple[str, ...]
) -> None:
    assert search_prefixes(text, region) == prefixes


@given(RUSSIAN, st.integers(1, 20), st.sampled_from(["RU", "US"]))
def test_se_1_every_beginning_of_every_form_finds_the_number(key: str, length: int, region: str) -> None:
    assume(parse_phone(key, "RU", "phone").valid)
    number = phonenumbers.parse(key)
    international = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    forms = [key, international]
    if region == "RU":
        forms += [key[1:], key[2:], phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)]
    for form in forms:
        part = form[:length]
        if phone_digits(part):
            assert any(key.startswith(prefix) for prefix in search_prefixes(part, region))


@pytest.mark.parametrize(
    ("text", "region"),
    [*FORMS, ("12-34-56", "RU"), ("112", "UA"), ("+7 000 000 00 00", "RU"), ("8~10 44 (0) 20 7946 0018", "RU")],
)
def test_se_1_a_whole_number_finds_its_key_in_the_form_it_was_typed(text: str, region: str) -> None:
    key = parse_phone(text, region, "phone").key
    prefixes = search_prefixes(text, region)
    assert any(key.startswith(prefix) for prefix in prefixes)
    assert not any(one != other and one.startswith(other) for one in prefixes for other in prefixes)
