"""What the dialog of filters makes of any filter: the same filter, through its fields as well (FL-2, FL-4)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui import i18n
from ads_tui.domain.filter_names import NAMES
from ads_tui.domain.filter_values import DateRange, NumberRange, Text, Value
from ads_tui.domain.filters import Filter, parse_filter, print_filter
from ads_tui.errors import InputError
from ads_tui.screens.filters_dialog.draft import FilterDraft
from ads_tui.screens.filters_dialog.ends import FIELDS, as_typed, in_fields, read_typed
from ads_tui.services.orders.finding import OrderFilter
from tests.domain.test_filters import filters

TODAY = date(2026, 8, 20)


@given(filters(), st.dates(date(1901, 1, 1), date(2199, 1, 1)))
def test_fl_4_a_filter_that_is_opened_is_the_same_filter_also_through_the_fields(filter: Filter, today: date) -> None:
    draft = FilterDraft(OrderFilter(filter))
    for name, known in NAMES.items():
        shown = in_fields(known.kind, draft.values(name))
        if shown is not None:
            typed = as_typed(known.kind, shown)
            assert typed is not None
            assert len(typed) == len(FIELDS[known.kind])
            draft.change(name, shown, read_typed(known.kind, typed, today))
        draft.toggle_none_of(name)
        draft.toggle_none_of(name)
    assert draft.wanted.filter == filter
    assert draft.wanted.line == print_filter(filter)


@given(filters())
def test_fl_3_what_is_cleared_is_gone_and_the_searched_text_stays(filter: Filter) -> None:
    draft = FilterDraft(OrderFilter(filter))
    for term in filter.terms[:1]:
        draft.clear(term.name)
    assert draft.terms == filter.terms[1:]
    draft.clear_all()
    assert draft.wanted.filter == Filter(text=filter.text)


def test_fl_4_a_refusal_tells_whose_values_it_is_about() -> None:
    line = 'status:done -building:"Oak, 1",elm due:today лифт'
    draft = FilterDraft(OrderFilter(parse_filter(line)))
    places = [draft.name_at(position) for position in range(len(line))]
    for name in ("status", "building", "due"):
        term = draft.values(name)
        assert [places[value.position] for value in term] == [name] * len(term)
    assert places[-1] is None


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("date", ("20.08", ""), DateRange("2026-08-20")),
        ("date", ("", "5.9.26"), DateRange(None, "2026-09-05")),
        ("date", ("01.01", "31.12"), DateRange("2027-01-01", "2027-12-31")),
        ("date", ("20.12", "10.1"), DateRange("2026-12-20", "2027-01-10")),
        ("date", ("today", "10.9"), DateRange("today", "2026-09-10")),
        ("date", ("20.08.2026 9:05", "20.08.2026 18"), DateRange("2026-08-20T09:05", "2026-08-20T18:00")),
        ("date", ("2026-08-20", "2026-08-20T14:30"), DateRange("2026-08-20", "2026-08-20T14:30")),
        ("date", ("today", " Last  7 days "), DateRange("today", "last7")),
        ("date", ("last_month", ""), DateRange("last_month")),
        ("date", ("", " "), None),
        ("number", ("5", "9"), NumberRange(5, 9)),
        ("number", ("", "-1"), NumberRange(None, -1)),
        ("number", ("7", "7"), NumberRange(7, 7)),
        ("place", ("2", ""), NumberRange(2)),
        ("text", ("SR-1",), Text("SR-1")),
        ("text", ("SR 1",), Text("SR 1", whole=True)),
        ("text", ('"SR-1"',), Text("SR-1", whole=True)),
        ("text", ("a,b",), Text("a,b", whole=True)),
    ],
)
def test_fl_2_what_is_typed_is_understood(kind: str, typed: tuple[str, ...], value: Value | None) -> None:
    assert read_typed(kind, typed, TODAY) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (("01.01", "31.12"), DateRange("2026-01-01", "2026-12-31")),
        (("", "31.12"), DateRange(None, "2025-12-31")),
        (("20.08", ""), DateRange("2026-08-20")),
        (("21.08", ""), DateRange("2025-08-21")),
        (("21.08.2026", ""), DateRange("2026-08-21")),
        (("20.12.2025", "10.1"), DateRange("2025-12-20", "2026-01-10")),
        (("10.08", "31.12"), DateRange("2026-08-10", "2026-12-31")),
    ],
)
def test_fl_2_a_day_of_what_is_past_is_the_last_one(typed: tuple[str, ...], value: Value) -> None:
    assert read_typed("date", typed, TODAY, is_past=True) == value


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("date", ("32.08", ""), "from"),
        ("date", ("20.08", "soon"), "to"),
        ("date", ("20.08.2026 25:00", ""), "from"),
        ("date", ("1.1.1800", ""), "from"),
        ("date", ("20.08.2026", "19.08.2026"), "to"),
        ("date", ("none", ""), "from"),
        ("date", ("<today", ""), "from"),
        ("number", ("5x", ""), "from"),
        ("number", ("9", "5"), "to"),
        ("number", ("1" * 19, ""), "from"),
        ("place", ("1", "two"), "to"),
        ("text", ("!",), "text"),
        ("text", ('""',), "text"),
    ],
)
def test_fl_2_what_cannot_be_read_is_refused_at_its_field(kind: str, typed: tuple[str, ...], field: str) -> None:
    with pytest.raises(InputError) as caught:
        read_typed(kind, typed, TODAY)
    assert (caught.value.code, caught.value.field) == ("invalid_value", field)
    assert caught.value.message


def test_fl_2_a_range_of_what_is_past_that_ends_before_it_begins_does_not_end_in_a_coming_year() -> None:
    with pytest.raises(InputError) as caught:
        read_typed("date", ("10.08", "01.08"), TODAY, is_past=True)
    assert (caught.value.code, caught.value.field) == ("invalid_value", "to")


def test_fl_2_words_of_dates_are_typed_in_the_language_of_the_console() -> None:
    i18n.activate("ru")
    try:
        assert read_typed("date", ("Вчера", "последние 7 дней"), TODAY) == DateRange("yesterday", "last7")
        assert as_typed("date", DateRange("yesterday", "2026-08-20")) == ("вчера", "20.08.2026")
    finally:
        i18n.activate("en")
