import re
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.channels import CHANNELS, PRIORITIES
from ads_tui.domain.filter_dates import DATE_WORDS
from ads_tui.domain.filter_names import NAMES, names_with
from ads_tui.domain.filter_values import Code, DateRange, NumberRange, Special, Text, Value
from ads_tui.domain.filters import Filter, Term, parse_filter, print_filter
from ads_tui.domain.statuses import BASES
from ads_tui.domain.text import words
from ads_tui.errors import InputError


def only(line: str) -> tuple[Value, ...]:
    """The values of a line of one term."""
    parsed = parse_filter(line)
    assert (len(parsed.terms), parsed.text) == (1, "")
    return parsed.terms[0].values


def fault(line: str, **more: Any) -> tuple[int, str | None]:
    """Where the line is refused, and the nearest valid word."""
    with pytest.raises(InputError) as caught:
        parse_filter(line, **more)
    assert (caught.value.code, caught.value.field) == ("filter_syntax", "filter")
    assert caught.value.message
    assert sorted(caught.value.details) == ["nearest", "position"]
    return caught.value.details["position"], caught.value.details["nearest"]


def test_fl_4_a_row_of_words() -> None:
    line = 'status:in_progress,paused  executor:me -building:"Ленина 5" лифт number:<10 стоит'
    assert parse_filter(line) == Filter(
        (
            Term("status", (Code("in_progress"), Code("paused"))),
            Term("executor", (Special("me"),)),
            Term("building", (Text("Ленина 5", whole=True),), negated=True),
            Term("number", (NumberRange(highest=10, strict=True),)),
        ),
        "лифт стоит",
    )


def test_fl_4_an_empty_line_asks_for_everything() -> None:
    assert parse_filter("") == parse_filter(" \t\n ") == parse_filter('""') == Filter()


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("STATUS:Pending", (Code("pending"),)),
        ('status:"done"', (Code("done"),)),
        ("status:done,done", (Code("done"),)),
        ("executor:Belov,ME,none", (Code("belov"), Special("me"), Special("none"))),
        ('executor:"me"', (Code("me"),)),
        ("building:none", (Special("none"),)),
        ('building:"none"', (Text("none", whole=True),)),
        ("building:Лен,B-12", (Text("Лен"), Text("B-12"))),
        ('building:"Мира, 3 (двор)","a\\"b\\\\c"', (Text("Мира, 3 (двор)", whole=True), Text('a"b\\c', whole=True))),
        ('service:"a\\b"', (Text("a\\b", whole=True),)),
        ("service:a:b", (Text("a:b"),)),
        ('service:"a\nb"', (Text("a b", whole=True),)),
    ],
)
def test_fl_4_codes_logins_and_things(line: str, values: tuple[Value, ...]) -> None:
    assert only(line) == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", NumberRange(7, 7)),
        ("007", NumberRange(7, 7)),
        ("5..9", NumberRange(5, 9)),
        ("5..5", NumberRange(5, 5)),
        ("..9", NumberRange(None, 9)),
        ("5..", NumberRange(5)),
        ("<9", NumberRange(None, 9, strict=True)),
        ("<=9", NumberRange(None, 9)),
        (">9", NumberRange(9, strict=True)),
        (">=9", NumberRange(9)),
        ("-2..-1", NumberRange(-2, -1)),
        ("<-2", NumberRange(None, -2, strict=True)),
        ("999999999999999999", NumberRange(10**18 - 1, 10**18 - 1)),
    ],
)
def test_fl_4_numbers_and_ranges(text: str, value: NumberRange) -> None:
    assert only(f"number:{text}") == (value,)
    assert only(f"number:1,{text},2") == (NumberRange(1, 1), value, NumberRange(2, 2))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-08-20", DateRange("2026-08-20", "2026-08-20")),
        ("2026-08-20t14:30", DateRange("2026-08-20T14:30", "2026-08-20T14:30")),
        ("Today", DateRange("today", "today")),
        ("last_month..", DateRange("last_month")),
        ("..this_week", DateRange(None, "this_week")),
        ("2026-08-20..today", DateRange("2026-08-20", "today")),
        ("2026-08-20T14:30..2026-08-20", DateRange("2026-08-20T14:30", "2026-08-20")),
        ("tomorrow..yesterday", DateRange("tomorrow", "yesterday")),
        ("<today", DateRange(None, "today", strict=True)),
        ("<=today", DateRange(None, "today")),
        (">2026-08-20", DateRange("2026-08-20", strict=True)),
        (">=2026-08-20T00:00", DateRange("2026-08-20T00:00")),
    ],
)
def test_fl_4_dates_words_and_ranges(text: str, value: DateRange) -> None:
    assert only(f"due:{text}") == (value,)
    assert only(f"due:none,{text}") == (Special("none"), value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", NumberRange(3, 3)),
        ("-1", NumberRange(-1, -1)),
        (">=3", NumberRange(3)),
        ('"3"', Text("3", whole=True)),
        ("3а", Text("3а")),
        ("подвал", Text("подвал")),
        ("none", Special("none")),
    ],
)
def test_fl_4_an_entrance_is_a_number_where_it_reads_so_else_a_text(text: str, value: Value) -> None:
    assert only(f"entrance:{text}") == only(f"floor:{text}") == (value,)


def test_fl_4_a_code_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(InputError) as caught:
        parse_filter("status:bogus")
    assert all(code in caught.value.message for code in BASES)
    with pytest.raises(InputError) as caught:
        parse_filter("reopened:maybe")
    assert "yes, no" in caught.value.message


def test_fv_2_a_kept_line_may_name_a_code_that_has_gone() -> None:
    names = names_with({"status": BASES}, kept=True)
    assert parse_filter("status:Old_one,done", names).terms == (Term("status", (Code("old_one"), Code("done"))),)
    assert fault("status:done chanel:app", names=names) == (12, "channel")


# The names of FL-4's table whose data is not there yet, and the work that they wait for.
WAITING = {
    "rating": "chat",
    "incident": "incidents",
    "approver": "approval",
    "approved": "approval",
    "attachments": "documents",
    "invoice": "money",
}
TABLE = (
    "number external status channel priority rating type service department group quarter building premise client tag "
    "entrance floor incident executor controller approver accepted_by closed_by manager due created updated accepted "
    "closed visit sla approved reopened attachments unread invoice"
)


def test_fl_1_every_name_is_there_or_waits_for_a_piece_of_work() -> None:
    assert [name for name in TABLE.split() if name not in WAITING] == sorted(NAMES, key=TABLE.split().index)
    for name in WAITING:
        assert fault(f"{name}:none")[0] == 0


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("лифт", "лифт"),
        ("  лифт   стоит ", "лифт стоит"),
        ("в 10:30 приехать", "в 10:30 приехать"),
        ('"status:pending"', "status:pending"),
        ('"нет  воды" давно', "нет воды давно"),
        ("-лифт", "-лифт"),
        ("- лифт", "- лифт"),
        ('-"лифт', '-"лифт'),
        (":", ":"),
        (":лифт", ":лифт"),
        ("-:лифт", "-:лифт"),
        ("кв12:а", "кв12:а"),
        ("--status:pending", "--status:pending"),
        ('24"', '24"'),
        ("8 (921) 123-45-67", "8 (921) 123-45-67"),
        ("a,b", "a,b"),
        ('"a\\"b"', 'a"b'),
    ],
)
def test_fl_4_everything_else_is_text(line: str, text: str) -> None:
    assert parse_filter(line) == Filter(text=text)


@pytest.mark.parametrize(
    ("line", "position", "nearest"),
    [
        ("stat:pending", 0, "status"),
        ("sttaus:pending", 0, "status"),
        ("  -Exec:me", 2, "executor"),
        ("лифт статус:новый", 5, None),
        ("http://example.org", 0, None),
        ("_:1", 0, None),
        ("invoice:none", 0, None),
        ("rating:5", 0, None),
        ("chanel:app", 0, "channel"),
        ("status:", 7, None),
        ("status:,done", 7, None),
        ("status:done,", 12, None),
        ("status:done,,paused", 12, None),
        ("status: done", 7, None),
        ("status:donne", 7, "done"),
        ("status:pending,in_prog", 15, "in_progress"),
        ("status:zzz", 7, None),
        ("status:none", 7, "done"),
        ("status:me", 7, None),
        ("status:done лифт status:paused", 17, None),
        ("status:done -STATUS:paused", 12, None),
        ("executor:7", 9, None),
        ("executor:Белов", 9, None),
        ("executor:belov,x", 15, None),
        ('executor:""', 9, None),
        ("building:!", 9, None),
        ('building:""', 9, None),
        ('building:" "', 9, None),
        ("building:a(b", 9, None),
        ("building:x,[b]", 11, None),
        ('building:a"b"', 9, None),
        ('building:"a', 9, None),
        ('building:"a\\"', 9, None),
        ('building:"a"b', 12, None),
        ('лифт "не едет', 5, None),
        ('"лифт"стоит', 6, None),
        ("number:x", 7, None),
        ("number:1.5", 7, None),
        ("number:..", 7, None),
        ("number:<", 7, None),
        ("number:=5", 7, None),
        ("number:1..2..3", 7, None),
        ("number:9..5", 7, None),
        ("number:٣", 7, None),
        ("number:1000000000000000000", 7, None),
        ("number:none", 7, None),
        ("number:1,2,x", 11, None),
        ("channel:apps", 8, "app"),
        ("priority:norm", 9, "normal"),
        ("priority:none", 9, None),
        ("reopened:true", 9, None),
        ("unread:", 7, None),
        ("unread:5", 7, None),
        ("due:2026-8-01", 4, None),
        ("due:2026-02-30", 4, None),
        ("due:1899-12-31", 4, None),
        ("due:2200-01-01", 4, None),
        ("due:2026-08-01T25:00", 4, None),
        ("due:2026-08-01T10:00:00", 4, None),
        ("due:2026-08-01T10:00Z", 4, None),
        ("due:todya", 4, "today"),
        ("due:last", 4, "last7"),
        ("due:no", 4, "none"),
        ("due:", 4, None),
        ("due:..", 4, None),
        ("due:<", 4, None),
        ("due:<..today", 4, None),
        ("due:today..<tomorrow", 4, "tomorrow"),
        ("due:2026-08-02..2026-08-01", 4, None),
        ("due:2026-08-02T10:00..2026-08-02T09:59", 4, None),
        ("due:2026-08-02T00:00..2026-08-01", 4, None),
        ("due:today,2026-08-02..2026-08-01", 10, None),
        ("floor:9..5", 6, None),
        ("floor:!", 6, None),
        ("external:!", 9, None),
    ],
)
def test_fl_4_a_refusal_says_the_place_and_the_nearest(line: str, position: int, nearest: str | None) -> None:
    assert fault(line) == (position, nearest)


@pytest.mark.parametrize("line", ["лифт\x1b[2J", "building:\u202eabc", "x" * 10_001])
def test_fl_4_what_no_line_may_hold_is_refused(line: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_filter(line)
    assert (caught.value.code, caught.value.field) == ("invalid_value", "filter")


def test_fl_4_every_value_knows_its_place() -> None:
    parsed = parse_filter('лифт -building:Лен,"Мира 3" number:5..,7 executor:me,belov')
    assert [term.position for term in parsed.terms] == [5, 28, 41]
    assert [[value.position for value in term.values] for term in parsed.terms] == [[15, 19], [35, 39], [50, 53]]


def test_st_12_custom_codes_are_taken_where_they_are_given() -> None:
    names = names_with({"status": (*BASES, "waiting_parts")})
    assert parse_filter("status:Waiting_Parts", names).terms == (Term("status", (Code("waiting_parts"),)),)
    assert fault("status:waiting_parts") == (7, None)
    assert fault("status:waiting", names=names) == (7, "waiting_parts")


def test_cl_14_names_that_a_tab_lacks_are_refused() -> None:
    assert fault("лифт status:pending", names=names_with({}, without={"status", "incident"})) == (5, None)


def test_a_term_is_found_by_its_name() -> None:
    parsed = parse_filter("лифт -number:7")
    assert parsed.term("number") == Term("number", (NumberRange(7, 7),), negated=True)
    assert parsed.term("status") is None


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("лифт  Status:DONE", "status:done лифт"),
        ("number:<=7,>=9,3..3,<1,>12", "number:..7,9..,3,<1,>12"),
        ('executor:"me",me', 'executor:"me",me'),
        ('-building:"a\\"b\\\\",Лен', '-building:"a\\"b\\\\",Лен'),
        ('"status:x  10:30"', '"status:x" 10:30'),
        ('"\\"a" b"', '"\\"a" b"'),
    ],
)
def test_fl_4_a_filter_is_printed_as_one_line(line: str, printed: str) -> None:
    assert print_filter(parse_filter(line)) == printed


LETTERS = 'aZбЁ5.:-_"\\,([ \u00a0/'
SPECIALS = {
    name: st.sampled_from([Special(word) for word in known.special]) for name, known in NAMES.items() if known.special
}
LOGINS = st.from_regex(r"\A[a-z][a-z0-9._-]{1,5}\Z") | st.sampled_from(["me", "none", "yes"])
RANGES = st.one_of(
    st.integers(-99, 99).map(lambda number: NumberRange(number, number)),
    st.tuples(st.integers(-99, 99), st.integers(0, 99)).map(lambda pair: NumberRange(pair[0], pair[0] + pair[1])),
    st.builds(NumberRange, st.integers(), st.none(), st.booleans()),
    st.builds(NumberRange, st.none(), st.integers(), st.booleans()),
).filter(lambda value: all(abs(end) < 10**18 for end in (value.lowest, value.highest) if end is not None))
WHOLE = st.text(LETTERS, min_size=1, max_size=8).filter(words).map(lambda text: Text(text, whole=True))
BARE = (
    st.text("aZбЁ5.:-_\\/", min_size=1, max_size=8)
    .filter(lambda text: words(text) and text.lower() != "none")
    .map(Text)
)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat)
MINUTES = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)).map(lambda at: at.isoformat(timespec="minutes"))
ENDS = DAYS | MINUTES | st.sampled_from(sorted(DATE_WORDS))
DATES = st.one_of(
    ENDS.map(lambda end: DateRange(end, end)),
    st.tuples(DAYS, DAYS).map(lambda ends: DateRange(min(ends), max(ends))),
    st.builds(DateRange, st.sampled_from(sorted(DATE_WORDS)), ENDS),
    st.builds(DateRange, ENDS, st.none(), st.booleans()),
    st.builds(DateRange, st.none(), ENDS, st.booleans()),
)
NAMED = BARE.filter(lambda text: not re.fullmatch(r"-?[0-9.]+", text.text))
KINDS: dict[str, st.SearchStrategy[Value]] = {
    "number": RANGES,
    "text": WHOLE | BARE,
    "thing": WHOLE | BARE,
    "place": WHOLE | NAMED | RANGES,
    "login": LOGINS.map(Code),
    "date": DATES,
}
CODES = {"status": BASES, "channel": tuple(CHANNELS), "priority": PRIORITIES}


def values_of(name: str) -> st.SearchStrategy[Value]:
    """Anything that the name may take."""
    ways: list[st.SearchStrategy[Value]] = [st.sampled_from(CODES[name]).map(Code)] if name in CODES else []
    if NAMES[name].kind in KINDS:
        ways.append(KINDS[NAMES[name].kind])
    return st.one_of(*ways, *([SPECIALS[name]] if name in SPECIALS else []))


VALUES = {name: values_of(name) for name in NAMES}


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    names = draw(st.lists(st.sampled_from(sorted(NAMES)), unique=True))
    terms = [
        Term(name, tuple(draw(st.lists(VALUES[name], min_size=1, max_size=3, unique=True))), draw(st.booleans()))
        for name in names
    ]
    return Filter(tuple(terms), " ".join(draw(st.text(LETTERS + "status:", max_size=12)).split()))


@given(filters())
def test_fl_4_what_is_printed_reads_back_as_the_same_filter(filter: Filter) -> None:
    line = print_filter(filter)
    assert "\n" not in line
    assert parse_filter(line) == filter
    assert print_filter(parse_filter(line)) == line


PIECES = st.sampled_from(
    [f"{name}:" for name in NAMES]
    + [
        "-",
        '"',
        "\\",
        ",",
        ":",
        " ",
        "\n",
        "\t",
        "..",
        "<",
        ">=",
        "5",
        "me",
        "none",
        "today",
        "2026-08-20",
        "T10:00",
        "yes",
        "done",
        "лифт",
        "(",
        "\u00a0",
        "\x00",
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join) | st.text())
def test_fl_4_any_line_is_read_or_refused_at_a_place_in_it(line: str) -> None:
    try:
        parsed = parse_filter(line)
    except InputError as error:
        assert error.code in ("filter_syntax", "invalid_value")
        if error.code == "filter_syntax":
            assert 0 <= error.details["position"] <= len(line)
            nearest = error.details["nearest"]
            assert nearest is None or any(
                nearest in (name, *known.codes, *known.special, *DATE_WORDS) for name, known in NAMES.items()
            )
        return
    assert parse_filter(print_filter(parsed)) == parsed
    for term in parsed.terms:
        assert line[term.position :].removeprefix("-").lower().startswith(term.name)
        assert all(line[value.position - 1] in ":," for value in term.values)
