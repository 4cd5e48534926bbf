import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.form_answers import Value, check_answers, essence, kept_answers
from ads_tui.domain.forms import Choice, Form, FormField
from ads_tui.errors import InputError

CABIN = FormField("cabin", "Cabin", "choice", choices=(Choice("left", "left one"), Choice("right", "right one")))
STUCK = FormField("stuck", "Stuck", "bool")
PARTS = FormField(
    "parts", "Parts", "choices", choices=(Choice("door", "door"), Choice("lamp", "lamp"), Choice("key", "key"))
)
FLOOR = FormField("floor", "Floor", "number", lowest=-2, highest=25.5)
SINCE = FormField("since", "Since", "date")
RING = FormField("ring", "Ring", "phone")
NOTE = FormField("note", "Note", "text", required=True)
LIFT = Form((CABIN, STUCK, PARTS, FLOOR, SINCE, RING, NOTE))


def read(key: str, *texts: str) -> Value | None:
    return check_answers(LIFT, {"note": ["x"], key: texts}, "RU").get(key)


def fault(given: dict[str, list[str]], form: Form = LIFT) -> tuple[str, str | None]:
    with pytest.raises(InputError) as caught:
        check_answers(form, given, "RU")
    return caught.value.code, caught.value.field


@pytest.mark.parametrize(
    ("key", "texts", "value"),
    [
        ("cabin", ["left"], "left"),
        ("cabin", [" left "], "left"),
        ("cabin", [""], None),
        ("stuck", ["yes"], True),
        ("stuck", ["No"], False),
        ("parts", ["lamp"], ["lamp"]),
        ("parts", ["lamp", "door", "lamp"], ["door", "lamp"]),
        ("parts", [" "], None),
        ("floor", ["12"], 12),
        ("floor", ["-2"], -2),
        ("floor", ["25.5"], 25.5),
        ("since", ["2024-02-29"], "2024-02-29"),
        ("ring", ["8 (921) 123-45-67"], "+79211234567"),
        ("note", ["  two\r\nlines\n"], "two\nlines"),
    ],
)
def test_cl_12_an_answer_is_read_by_its_kind(key: str, texts: list[str], value: Value | None) -> None:
    assert read(key, *texts) == value
    assert type(read(key, *texts)) is type(value)


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        ("cabin", ["middle"]),
        ("cabin", ["left", "right"]),
        ("cabin", ["left,right"]),
        ("stuck", ["maybe"]),
        ("stuck", ["1"]),
        ("parts", ["door", "roof"]),
        ("floor", ["-3"]),
        ("floor", ["25.51"]),
        ("floor", ["high"]),
        ("since", ["2023-02-29"]),
        ("since", ["20240229"]),
        ("since", ["29.02.2024"]),
        ("since", ["2024-W09-4"]),
        ("ring", ["none"]),
        ("note", ["bell\x07"]),
        ("note", ["x" * 10_001]),
        ("roof", ["leaks"]),
    ],
)
def test_cl_12_a_bad_value_or_key_is_refused_with_its_field(key: str, texts: list[str]) -> None:
    assert fault({"note": ["x"], key: texts}) == ("invalid_value", f"form.{key}")


@pytest.mark.parametrize("given", [{}, {"note": []}, {"note": [""]}, {"note": [" \n\t"]}])
def test_cl_12_a_missing_required_answer_is_refused_with_its_field(given: dict[str, list[str]]) -> None:
    assert fault(given) == ("field_required", "form.note")


def test_cl_8_a_bad_value_is_told_before_a_missing_one() -> None:
    form = Form((NOTE, FLOOR))
    assert fault({"floor": ["high"]}, form) == ("invalid_value", "form.floor")


def test_cr_12_the_longest_text_is_taken() -> None:
    assert read("note", "x" * 10_000) == "x" * 10_000


def test_ed_1_an_answer_that_is_not_given_is_kept_and_white_space_takes_it_away() -> None:
    kept: dict[str, Value] = {"note": "old", "cabin": "left", "stuck": False}
    answers = check_answers(LIFT, {"cabin": [""], "floor": ["3"]}, "RU", kept)
    assert answers == {"stuck": False, "floor": 3, "note": "old"}


def test_cr_3_essence_is_the_readable_summary() -> None:
    answers: dict[str, Value] = {
        "note": "smells\nof  smoke",
        "floor": 2.5,
        "parts": ["door", "lamp"],
        "stuck": False,
        "cabin": "left",
        "since": "2024-02-29",
        "ring": "+79211234567",
    }
    assert essence(LIFT, answers, "RU") == (
        "Cabin: left one · Stuck: no · Parts: door, lamp · Floor: 2.5 · Since: 2024-02-29 · "
        "Ring: 8 (921) 123-45-67 · Note: smells of smoke"
    )


def test_cr_3_essence_of_nothing_is_empty() -> None:
    assert essence(LIFT, {}, "RU") == ""


def test_cr_3_essence_writes_small_numbers_out() -> None:
    assert essence(Form((FLOOR,)), {"floor": 1e-05}, "RU") == "Floor: 0.00001"


@pytest.mark.parametrize(
    ("new", "answer", "kept", "dropped"),
    [
        (CABIN, "left", "left", None),
        (FormField("cabin", "Box", "choice", choices=(Choice("left", "l"),)), "left", "left", None),
        (FormField("cabin", "Box", "choice", choices=(Choice("only", "o"),)), "left", None, "left"),
        (FormField("cabin", "Cabin", "text"), "left", None, "left"),
        (FormField("box", "Cabin", "choice", choices=CABIN.choices), "left", None, "left"),
    ],
)
def test_ed_2_answers_with_the_same_key_and_type_stay(
    new: FormField, answer: str, kept: str | None, dropped: str | None
) -> None:
    expected = tuple({"cabin": value} if value else {} for value in (kept, dropped))
    assert kept_answers(Form((CABIN,)), {"cabin": answer}, Form((new,))) == expected


def test_ed_2_of_several_choices_those_stay_that_are_offered() -> None:
    new = Form((FormField("parts", "Parts", "choices", choices=(Choice("key", "key"), Choice("door", "door"))),))
    kept, dropped = kept_answers(LIFT, {"parts": ["door", "lamp", "key"]}, new)
    assert (kept, dropped) == ({"parts": ["door", "key"]}, {"parts": ["lamp"]})


@pytest.mark.parametrize(("number", "stays"), [(3, True), (10, True), (11, False), (2.5, False), (False, True)])
def test_ed_2_a_number_stays_within_the_new_bounds(number: float, stays: bool) -> None:
    kind = FormField("n", "N", "bool") if isinstance(number, bool) else FormField("n", "N", "number")
    new = kind if isinstance(number, bool) else FormField("n", "N", "number", lowest=3, highest=10)
    assert kept_answers(Form((kind,)), {"n": number}, Form((new,)))[0] == ({"n": number} if stays else {})


TEXTS = st.sampled_from(["left", "yes", "door", "lamp", "12", "2024-02-29", "+79211234567", "", "\x00"]) | st.text()


@given(st.dictionaries(st.sampled_from([field.key for field in LIFT.fields] + ["x"]), st.lists(TEXTS, max_size=3)))
def test_cl_12_any_answers_are_read_or_refused(given: dict[str, list[str]]) -> None:
    try:
        answers = check_answers(LIFT, given, "RU")
    except InputError as error:
        assert error.field
        assert error.field.startswith("form.")
        return
    assert json.loads(json.dumps(answers)) == answers
    assert "\n" not in essence(LIFT, answers, "RU")
    assert kept_answers(LIFT, answers, LIFT) == (answers, {})
    assert check_answers(LIFT, {}, "RU", answers) == answers
