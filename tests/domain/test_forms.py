import json
import tomllib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.forms import KINDS, Choice, Form, FormField, from_json, parse_form, read_number, to_json
from ads_tui.errors import InputError

LIFT = """
[[field]]
key = "cabin"; label = "Cabin"; kind = "choice"
required = true
choices = [{ value = "left" }, { value = "right", label = "the right one", price = "L-2" }]
[[field]]
key = "stuck"; label = "Stuck"; kind = "bool"
[[field]]
key = "people"; kind = "number"; min = 0; max = 12.5; price = "P-1"
"""


def parse(toml: str) -> Form:
    return parse_form(tomllib.loads(toml.replace("; ", "\n")))


def fault(toml: str) -> tuple[str, str | None]:
    with pytest.raises(InputError) as caught:
        parse(toml)
    return caught.value.code, caught.value.field


def test_cl_16_a_form_is_read_from_its_file() -> None:
    assert parse(LIFT) == Form(
        (
            FormField(
                "cabin",
                "Cabin",
                "choice",
                required=True,
                choices=(Choice("left", "left"), Choice("right", "the right one", "L-2")),
            ),
            FormField("stuck", "Stuck", "bool"),
            FormField("people", "people", "number", lowest=0, highest=12.5, price="P-1"),
        )
    )


def test_cl_16_a_form_without_fields_asks_nothing() -> None:
    assert parse("") == Form()


@pytest.mark.parametrize("kind", KINDS)
def test_cr_3_every_kind_is_taken(kind: str) -> None:
    choices = 'choices = [{ value = "a" }]' if kind in ("choice", "choices") else ""
    assert parse(f'[[field]]\nkey = "a"\nkind = "{kind}"\n{choices}').fields[0].kind == kind


A = '[[field]]\nkey = "a"\nkind = "text"\n'
N = '[[field]]\nkey = "n"\nkind = "number"\n'
C = '[[field]]\nkey = "c"\nkind = "choice"\n'


@pytest.mark.parametrize(
    ("toml", "code", "place"),
    [
        ("[[fields]]", "invalid_value", "fields"),
        ("field = 3", "invalid_value", "field"),
        ('field = "text"', "invalid_value", "field"),
        ("field = [1]", "invalid_value", "field[0]"),
        (A + "colour = 1", "invalid_value", "field[0].colour"),
        (A + A, "invalid_value", "field[1].key"),
        (A + "[[field]]\nkind = 'text'", "field_required", "field[1].key"),
        (A + "[[field]]\nkey = 'b'", "field_required", "field[1].kind"),
        ('[[field]]\nkey = " "\nkind = "text"', "field_required", "field[0].key"),
        ('[[field]]\nkey = 5\nkind = "text"', "invalid_value", "field[0].key"),
        ('[[field]]\nkey = "Cabin"\nkind = "text"', "invalid_value", "field[0].key"),
        ('[[field]]\nkey = "7a"\nkind = "text"', "invalid_value", "field[0].key"),
        ('[[field]]\nkey = "кабина"\nkind = "text"', "invalid_value", "field[0].key"),
        ('[[field]]\nkey = "a"\nkind = "colour"', "invalid_value", "field[0].kind"),
        ('[[field]]\nkey = "a"\nkind = true', "invalid_value", "field[0].kind"),
        (A + 'label = "a\\u001bb"', "invalid_value", "field[0].label"),
        (A + 'label = ""', "field_required", "field[0].label"),
        (A + 'required = "yes"', "invalid_value", "field[0].required"),
        (A + "min = 1", "invalid_value", "field[0].min"),
        (A + 'price = "P"', "invalid_value", "field[0].price"),
        (A + "choices = []", "invalid_value", "field[0].choices"),
        (N + 'min = "1"', "invalid_value", "field[0].min"),
        (N + "min = true", "invalid_value", "field[0].min"),
        (N + "max = nan", "invalid_value", "field[0].max"),
        (N + "max = inf", "invalid_value", "field[0].max"),
        (N + "max = 1979-05-27", "invalid_value", "field[0].max"),
        (N + "min = 2\nmax = 1", "invalid_value", "field[0].max"),
        (N + "price = 5", "invalid_value", "field[0].price"),
        (C, "invalid_value", "field[0].choices"),
        (C + "choices = []", "invalid_value", "field[0].choices"),
        (C + 'choices = "a"', "invalid_value", "field[0].choices"),
        (C + 'choices = ["a"]', "invalid_value", "field[0].choices[0]"),
        (C + 'choices = [{ value = "a" }, {}]', "field_required", "field[0].choices[1].value"),
        (C + 'choices = [{ value = "a" }, { value = "a" }]', "invalid_value", "field[0].choices[1].value"),
        (C + "choices = [{ value = 1 }]", "invalid_value", "field[0].choices[0].value"),
        (C + 'choices = [{ value = "a", cost = 1 }]', "invalid_value", "field[0].choices[0].cost"),
        (C + 'choices = [{ value = "a" }]\nprice = "P"', "invalid_value", "field[0].price"),
    ],
)
def test_cl_16_a_fault_is_told_with_its_place(toml: str, code: str, place: str) -> None:
    assert fault(toml) == (code, place)


def test_cl_16_the_place_begins_where_the_form_stands() -> None:
    with pytest.raises(InputError) as caught:
        parse_form({"field": [{"key": "a"}]}, "service.lift.form")
    assert caught.value.field == "service.lift.form.field[0].kind"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("+7", 7),
        ("007", 7),
        ("-3", -3),
        ("-0", 0),
        ("2.0", 2),
        ("2.50", 2.5),
        ("0.1", 0.1),
        ("123456789012345", 123456789012345),
        ("0.000000000000001", 1e-15),
    ],
)
def test_cr_3_numbers(text: str, number: float) -> None:
    read = read_number(text, "form.n")
    assert (read, type(read)) == (number, type(number))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "1,5",
        "1.",
        ".5",
        "1e3",
        "--1",
        "1 000",
        "٣",
        "0x1",
        "inf",
        "nan",
        "1" * 16,
        "1.123456789012345",
        "9" * 5000,
    ],
)
def test_cr_3_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_number(text, "form.n")
    assert (caught.value.code, caught.value.field) == ("invalid_value", "form.n")


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_cr_3_a_number_goes_through_json_without_loss(number: Decimal) -> None:
    assert Decimal(json.dumps(json.loads(json.dumps(read_number(f"{number:f}", "form.n"))))) == number


WORDS = st.text("abcабв 1", min_size=1, max_size=8).map(str.strip).filter(bool)
KEYS = st.from_regex(r"\A[a-z][a-z0-9_]{0,6}\Z")
NUMBERS = st.integers(-100, 100) | st.decimals(-100, 100, places=2).map(lambda number: read_number(f"{number:f}", "n"))


@st.composite
def form_fields(draw: st.DrawFn, key: str) -> FormField:
    kind = draw(st.sampled_from(KINDS))
    prices = st.none() | WORDS
    bounds = sorted(draw(st.tuples(NUMBERS, NUMBERS))) if kind == "number" else [None, None]
    values = draw(st.lists(WORDS, min_size=1, max_size=4, unique=True)) if kind in ("choice", "choices") else []
    return FormField(
        key=key,
        label=draw(WORDS),
        kind=kind,
        required=draw(st.booleans()),
        lowest=bounds[0],
        highest=bounds[1],
        choices=tuple(Choice(value, draw(WORDS), draw(prices)) for value in values),
        price=draw(prices) if kind == "number" else None,
    )


@st.composite
def forms(draw: st.DrawFn) -> Form:
    return Form(tuple(draw(form_fields(key)) for key in draw(st.lists(KEYS, max_size=5, unique=True))))


@given(forms())
def test_cr_3_a_stored_form_reads_back_as_the_same(form: Form) -> None:
    stored = json.loads(json.dumps(to_json(form)))
    assert from_json(stored) == form
    assert parse_form(stored) == form


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["field", "key", "kind", "label", "min", "max", "choices", "value", "price", "\x1b"]),
            inner | st.sampled_from(KINDS),
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["field", "x"]), ANYTHING, max_size=2))
def test_cl_16_any_file_is_read_or_refused(data: dict[str, object]) -> None:
    try:
        form = parse_form(data)
    except InputError as error:
        assert error.field
    else:
        assert from_json(to_json(form)) == form
