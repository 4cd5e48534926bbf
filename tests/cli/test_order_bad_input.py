"""Bad input of `ads order …`: a clear refusal, nothing half-done, never a traceback (CL-8, CR-12)."""

import pytest

from tests.cli.calls import Ads
from tests.services.world import World

CREATE = ["order", "create", "--service", "wide", "--building", "oak1"]
LIFT = ["order", "create", "--service", "lift", "--building", "oak1"]
Refusal = tuple[int, str, str | None]

# Who, the words, and the refusal: exit code, code, field.
CREATING: tuple[tuple[str | None, list[str], Refusal], ...] = (
    ("dora", ["order", "create", "--building", "oak1"], (2, "field_required", "service")),
    ("dora", ["order", "create", "--service", "wide"], (2, "field_required", "building")),
    ("dora", ["order", "create", "--service", " ", "--building", "oak1"], (2, "field_required", "service")),
    ("dora", ["order", "create", "--service", "\u200b", "--building", "oak1"], (2, "field_required", "service")),
    (None, ["order", "create", "--building", "oak1"], (2, "field_required", "service")),
    (None, CREATE, (4, "not_signed_in", "login")),
    (None, [*CREATE, "--priority", "urgent"], (2, "invalid_value", "priority")),
    ("olga", CREATE, (4, "forbidden", None)),
    ("olga", ["order", "create", "--service", "nothing", "--building", "oak1"], (3, "not_found", "service")),
    ("ed", CREATE, (4, "forbidden", None)),
    ("dora", ["order", "create", "--service", "nothing", "--building", "oak1"], (3, "not_found", "service")),
    ("dora", ["order", "create", "--service", "wide", "--building", "nowhere"], (3, "not_found", "building")),
    ("nina", ["order", "create", "--service", "wide", "--building", "elm1"], (3, "not_found", "building")),
    ("rita", ["order", "create", "--service", "papers", "--building", "oak1"], (3, "not_found", "service")),
    ("dora", ["order", "create", "--service", "wide", "--building", "Twin yard, 7"], (2, "ambiguous", "building")),
    ("dora", [*CREATE, "--client", "anna double"], (2, "ambiguous", "client")),
    ("dora", [*CREATE, "--client", "nobody"], (3, "not_found", "client")),
    ("nina", [*CREATE, "--client", "zoltan"], (3, "not_found", "client")),
    ("dora", [*CREATE, "--client", "petrov", "--client-name", "Petrov"], (2, "usage", "client")),
    ("dora", [*CREATE, "--client-phone", "89161112233"], (2, "field_required", "client_name")),
    ("dora", [*CREATE, "--client-name", "  "], (2, "field_required", "client_name")),
    ("dora", [*CREATE, "--client-name", "A", "--client-phone", "call me"], (2, "invalid_value", "client_phone")),
    ("dora", [*CREATE, "--client-name", "A", "--client-phone", "+7916"], (2, "invalid_value", "client_phone")),
    ("dora", [*CREATE, "--client-name", "A", "--client-email", "a@"], (2, "invalid_value", "client_email")),
    ("dora", [*CREATE, "--client-name", "x" * 256], (2, "invalid_value", "client_name")),
    ("dora", [*CREATE, "--client-name", "a\x1b[31mb"], (2, "invalid_value", "client_name")),
    ("dora", [*CREATE, "--client-name", "a\u202eb"], (2, "invalid_value", "client_name")),
    ("dora", [*CREATE, "--premise", "99"], (3, "not_found", "premise")),
    ("dora", [*CREATE, "--premise", "oak2-1"], (3, "not_found", "premise")),
    ("dora", [*CREATE, "--premise", ""], (2, "field_required", "premise")),
    ("dora", [*CREATE, "--channel", "fax"], (2, "invalid_value", "channel")),
    ("dora", [*CREATE, "--channel", "app"], (2, "invalid_value", "channel")),
    ("dora", [*CREATE, "--priority", "urgent"], (2, "invalid_value", "priority")),
    ("dora", [*CREATE, "--due", "tomorrow-ish"], (2, "invalid_value", "due")),
    ("dora", [*CREATE, "--due", "9999-12-31"], (2, "invalid_value", "due")),
    ("dora", [*CREATE, "--visit", "2026-08-21T10:00..2026-08-21T09:00"], (2, "invalid_value", "visit")),
    ("dora", ["order", "create", "--service", "visit", "--building", "oak1"], (2, "field_required", "visit")),
    ("dora", [*CREATE, "--executor", "nobody"], (3, "not_found", "executor")),
    ("dora", [*CREATE, "--executor", "bob"], (1, "no_access", "executor")),
    (
        "dora",
        [*CREATE, "--executor", "ed", "--executor", "eve", "--executor", "liam"],
        (1, "too_many_executors", "executor"),
    ),
    ("dora", [*CREATE, "--external-number", "x" * 256], (2, "invalid_value", "external_number")),
    ("dora", [*CREATE, "--client", "\udcff"], (2, "invalid_value", "client")),
    ("dora", [*CREATE, "extra"], (2, "usage", None)),
    ("dora", [*CREATE, "--frm", "a=b"], (2, "usage", None)),
    ("dora", LIFT, (2, "field_required", "form.cabin")),
    ("dora", [*LIFT, "--form", "cabin"], (2, "invalid_value", "form")),
    ("dora", [*LIFT, "--form", "=left"], (2, "invalid_value", "form")),
    ("dora", [*LIFT, "--form", "cabin=middle"], (2, "invalid_value", "form.cabin")),
    ("dora", [*LIFT, "--form", "cabin=left", "--form", "cabin=right"], (2, "invalid_value", "form.cabin")),
    ("dora", [*LIFT, "--form", "cabin=left", "--form", "floor=26"], (2, "invalid_value", "form.floor")),
    ("dora", [*LIFT, "--form", "cabin=left", "--form", "floor=0"], (2, "invalid_value", "form.floor")),
    ("dora", [*LIFT, "--form", "cabin=left", "--form", "floor=-1"], (2, "invalid_value", "form.floor")),
    ("dora", [*LIFT, "--form", "cabin=left", "--form", "floor=1e3"], (2, "invalid_value", "form.floor")),
    ("dora", [*LIFT, "--form", "cabin=left", "--form", "stuck=maybe"], (2, "invalid_value", "form.stuck")),
    ("dora", [*LIFT, "--form", "cabin=left", "--form", "since=2026-02-30"], (2, "invalid_value", "form.since")),
    ("dora", [*LIFT, "--form", "cabin=left", "--form", "callback=12"], (2, "invalid_value", "form.callback")),
    ("dora", [*LIFT, "--form", "cabin=left", "--form", f"words={'x' * 10_001}"], (2, "invalid_value", "form.words")),
    ("dora", [*LIFT, "--form", "cabin=left", "--form", "words=\x9b1m"], (2, "invalid_value", "form.words")),
    ("dora", [*LIFT, "--form", "cabin=left", "--form", "door=open"], (2, "invalid_value", "form.door")),
    # Of several faults the first in the order of CL-8.
    ("olga", [*LIFT, "--client", "nobody"], (2, "field_required", "form.cabin")),
    ("olga", [*CREATE, "--client", "nobody", "--priority", "urgent"], (2, "invalid_value", "priority")),
    ("olga", [*CREATE, "--executor", "nobody"], (3, "not_found", "executor")),
    ("olga", [*CREATE, "--executor", "bob"], (4, "forbidden", None)),
    (
        "dora",
        ["order", "create", "--service", "x", "--building", "x", "--premise", ""],
        (2, "field_required", "premise"),
    ),
)


def shortly(value: object) -> str:
    return str(value)[-36:].encode("ascii", "replace").decode()


@pytest.mark.parametrize(("by", "words", "refused"), CREATING, ids=shortly)
def test_cl_8_what_cannot_be_created_is_refused_and_leaves_nothing(
    world: World, call: Ads, by: str | None, words: list[str], refused: Refusal
) -> None:
    rows = world.rows()
    answer = call(by, *words)
    assert answer.refused == refused
    assert len(answer.error["message"]) < 400
    assert world.rows() == rows


def test_cl_11_an_ambiguous_name_tells_the_codes_within_reach(world: World, call: Ads) -> None:
    words = ["order", "create", "--service", "wide", "--building", "TWIN YARD, 7"]
    assert call("dora", *words).error["details"] == {"choices": ["twin-a", "twin-b"]}
    people = [*CREATE, "--client", "Anna Double"]
    assert call("dora", *people).error["details"] == {"choices": ["anna-1", "anna-2"]}
    # For whoever sees one of the two there is nothing to choose.
    assert call("nina", *words).document["building"]["code"] == "twin-a"


def test_cr_6_an_external_number_is_taken_once(world: World, call: Ads) -> None:
    assert call("dora", *CREATE, "--external-number", "EX-1").code == 0
    rows = world.rows()
    assert call("dora", *CREATE, "--external-number", " EX-1 ").refused == (1, "taken", "external_number")
    assert world.rows() == rows


BIG = str(2**63)
HUGE = "9" * 5_000
# Who, the words with N for an order's number, and the refusal.
OTHERS: tuple[tuple[str | None, list[str], Refusal], ...] = (
    ("dora", ["order", "show", "99999"], (3, "not_found", "order")),
    ("dora", ["order", "show", BIG], (3, "not_found", "order")),
    ("dora", ["order", "show", "9" * 30], (3, "not_found", "order")),
    ("dora", ["order", "show", HUGE], (2, "usage", None)),
    ("dora", ["order", "show", "0"], (2, "usage", None)),
    ("dora", ["order", "show", "-5"], (2, "usage", None)),
    ("dora", ["order", "show", "x"], (2, "usage", None)),
    ("dora", ["order", "show", "N", "--open", "--tab", "chat"], (2, "invalid_value", "tab")),
    ("dora", ["order", "show", "N", "--tab", "main"], (2, "usage", None)),
    ("dora", ["order", "show", BIG, "--open"], (3, "not_found", "order")),
    (None, ["order", "show", "N"], (4, "not_signed_in", "login")),
    ("dora", ["order", "history", BIG], (3, "not_found", "order")),
    ("dora", ["order", "history", "N", "--at", ""], (2, "invalid_value", "at")),
    ("dora", ["order", "history", "N", "--at", "then"], (2, "invalid_value", "at")),
    ("dora", ["order", "comments", BIG], (3, "not_found", "order")),
    ("dora", ["order", "comment", "N", ""], (2, "field_required", "text")),
    ("dora", ["order", "comment", "N", " \n\t"], (2, "field_required", "text")),
    ("dora", ["order", "comment", "N", "x" * 10_001], (2, "invalid_value", "text")),
    ("dora", ["order", "comment", "N", "x" * 1_048_576], (2, "invalid_value", "text")),
    ("dora", ["order", "comment", "N", "\x1b]0;title\x07"], (2, "invalid_value", "text")),
    ("dora", ["order", "comment", "N", "a\u2066b"], (2, "invalid_value", "text")),
    ("dora", ["order", "comment", BIG, "text"], (3, "not_found", "order")),
    ("olga", ["order", "comment", "99999", "text"], (3, "not_found", "order")),
    ("olga", ["order", "comment", "N", "text"], (4, "forbidden", None)),
    ("olga", ["order", "comment", "N", ""], (2, "field_required", "text")),
    ("dora", ["order", "status", "N"], (2, "usage", None)),
    ("dora", ["order", "status", "done"], (2, "usage", None)),
    ("dora", ["order", "status", "1", "2", "done"], (1, "comment_required", "comment")),
    ("dora", ["order", "status", HUGE, "done"], (2, "usage", None)),
    ("dora", ["order", "status", BIG, "done"], (3, "not_found", "order")),
    ("dora", ["order", "status", "--", "-5", "done"], (2, "usage", None)),
    (
        "dora",
        ["order", "status", "N", "cancelled", "--comment", "c", "--version", "99"],
        (2, "invalid_value", "version"),
    ),
    (
        "dora",
        ["order", "status", "N", "cancelled", "--comment", "c", "--version", "0"],
        (2, "invalid_value", "version"),
    ),
    (
        "dora",
        ["order", "status", "N", "cancelled", "--comment", "c", "--version", BIG],
        (2, "invalid_value", "version"),
    ),
    ("dora", ["order", "assign", "N"], (2, "usage", None)),
    ("dora", ["order", "assign", "N", "nobody"], (3, "not_found", "login")),
    ("dora", ["order", "assign", "N", ""], (2, "field_required", "login")),
    ("dora", ["order", "assign", "N", "ed\x1b"], (2, "invalid_value", "login")),
    ("dora", ["order", "assign", "N", "ed", "--add", "--remove"], (2, "usage", None)),
    ("dora", ["order", "assign", "N", "ed", "--version", "99"], (2, "invalid_value", "version")),
    ("dora", ["order", "assign", "N", "ed", "--remove", "--version", "-1"], (2, "invalid_value", "version")),
    ("dora", ["order", "assign", "99999", "nobody"], (3, "not_found", "login")),
    ("olga", ["order", "assign", "N", "nobody"], (3, "not_found", "login")),
    ("olga", ["order", "assign", "N", "ed"], (4, "forbidden", None)),
    ("dora", ["order", "control", "N", "sam"], (1, "not_offered", "login")),
    ("dora", ["order", "control", "N", "sam", "--replace"], (2, "usage", None)),
    ("dora", ["order", "control", "N", "sam", "--version", "99"], (2, "invalid_value", "version")),
    ("dora", ["order", "edit", "N"], (2, "usage", None)),
    ("dora", ["order", "edit", "N", "--confirm"], (2, "usage", None)),
    ("dora", ["order", "edit", "N", "--priority", "x"], (2, "invalid_value", "priority")),
    ("dora", ["order", "edit", "99999", "--priority", "x"], (2, "invalid_value", "priority")),
    ("dora", ["order", "edit", "99999", "--service", ""], (2, "field_required", "service")),
    ("dora", ["order", "edit", "99999", "--premise", " "], (2, "field_required", "premise")),
    ("dora", ["order", "edit", "99999", "--priority", "low"], (3, "not_found", "order")),
    ("dora", ["order", "edit", "N", "--service", "nothing"], (3, "not_found", "service")),
    ("nina", ["order", "edit", "N", "--building", "elm1"], (3, "not_found", "building")),
    ("dora", ["order", "edit", "N", "--premise", "99"], (3, "not_found", "premise")),
    ("dora", ["order", "edit", "N", "--department", "nothing"], (3, "not_found", "department")),
    ("dora", ["order", "edit", "N", "--client", "none", "--client-name", "A"], (2, "usage", "client")),
    ("dora", ["order", "edit", "N", "--client", "nobody"], (3, "not_found", "client")),
    ("dora", ["order", "edit", "N", "--form", "a=b"], (2, "invalid_value", "form.a")),
    ("dora", ["order", "edit", "N", "--priority", "low", "--version", "99"], (2, "invalid_value", "version")),
    ("olga", ["order", "edit", "N", "--priority", "low"], (4, "forbidden", None)),
    ("dora", ["order", "unread", *map(str, range(1, 102))], (1, "too_many_selected", None)),
    ("olga", ["order", "unread", "N"], (4, "forbidden", None)),
    (None, ["order", "unread", "N"], (4, "not_signed_in", "login")),
    ("dora", ["order", "nothing"], (2, "usage", None)),
    ("dora", ["orders"], (2, "usage", None)),
    ("dora", ["order", "list", "--limit", "0"], (2, "invalid_value", "limit")),
    ("dora", ["order", "list", "--limit", "1001"], (2, "invalid_value", "limit")),
    ("dora", ["order", "list", "--limit", "-1"], (2, "invalid_value", "limit")),
    ("dora", ["order", "list", "--limit", BIG], (2, "invalid_value", "limit")),
    (None, ["order", "list", "--limit", "0"], (2, "invalid_value", "limit")),
    (None, ["order", "list"], (4, "not_signed_in", "login")),
    (None, ["order", "list", "-q", "nonsense:1"], (2, "filter_syntax", "filter")),
    ("dora", ["order", "list", "--tab", "old"], (2, "invalid_value", "tab")),
    ("dora", ["order", "list", "--sort", "colour"], (2, "invalid_value", "sort")),
    ("dora", ["order", "list", "--sort", "number:up"], (2, "invalid_value", "sort")),
    ("dora", ["order", "list", "--today"], (2, "usage", None)),
    ("dora", ["order", "list", "-q", "service:nothing"], (2, "filter_syntax", "filter")),
    ("dora", ["order", "list", "-q", "executor:nobody"], (2, "filter_syntax", "filter")),
    ("dora", ["order", "list", "-q", f"number:{BIG}"], (2, "filter_syntax", "filter")),
    ("dora", ["order", "list", "-q", "x" * 10_001], (2, "invalid_value", "filter")),
    ("dora", ["order", "list", "-q", "a\x1bb"], (2, "invalid_value", "filter")),
    ("dora", ["order", "list", "--tab", "new", "-q", "status:pending"], (2, "filter_syntax", "filter")),
    ("dora", ["order", "list", "--tab", "new", "-q", "incident:any"], (2, "filter_syntax", "filter")),
    ("dora", ["order", "list", "--after", "nonsense"], (2, "invalid_value", "after")),
    ("dora", ["order", "list", "--after", ""], (2, "invalid_value", "after")),
    ("dora", ["order", "list", "--after", "\udcff"], (2, "invalid_value", "after")),
    ("dora", ["order", "list", "--after", "W" * 100_000], (2, "invalid_value", "after")),
    ("ed", ["order", "list", "--tab", "all"], (4, "forbidden", None)),
    ("ed", ["order", "list", "--tab", "all", "-q", "service:nothing"], (2, "filter_syntax", "filter")),
    ("ed", ["order", "counters"], (4, "forbidden", None)),
    (None, ["order", "counters"], (4, "not_signed_in", "login")),
)


@pytest.mark.parametrize(("by", "words", "refused"), OTHERS, ids=shortly)
def test_cl_8_what_is_wrong_is_refused_and_changes_nothing(
    world: World, call: Ads, by: str | None, words: list[str], refused: Refusal
) -> None:
    number = world.order()
    before, rows = world.card(number), world.rows()
    answer = call(by, *(str(number) if word == "N" else word for word in words))
    assert answer.refused == refused
    assert len(answer.error["message"]) < 400
    assert (world.card(number), world.rows()) == (before, rows)


@pytest.mark.parametrize(
    "text", ["9" * 19, HUGE, "1" * 300, "'; DROP TABLE orders", '"*', "a:b" * 50, "%", "№ !", "🙂"]
)
def test_se_1_any_text_may_be_searched(world: World, call: Ads, text: str) -> None:
    line = text.replace('"', '\\"')
    assert call("dora", "order", "list", "-q", f'"{line}"').document["found"] == 0


def test_se_1_thousands_of_words_may_be_searched(world: World, call: Ads) -> None:
    assert call("dora", "order", "list", "-q", " ".join(f"w{place}" for place in range(1_600))).document["found"] == 0


def test_fl_4_a_refused_filter_says_the_place_and_the_nearest_name(world: World, call: Ads) -> None:
    refusal = call("dora", "order", "list", "-q", "лифт servise:wide").error
    assert (refusal["code"], refusal["details"]) == ("filter_syntax", {"position": 5, "nearest": "service"})
    said = call("dora", "order", "list", "-q", "servise:wide", json=False).err
    assert said.endswith("text with a colon goes in quotes. Did you mean service?\n")
    assert call("dora", "order", "list", "-q", "leak status:").error["message"] == "A value is missing after status:"
    refusal = call("dora", "order", "list", "-q", 'building:"Elmwod avenue, 1"').error
    assert refusal["details"] == {"position": 9, "nearest": "Elmwood avenue, 1"}
    # What is beyond reach is no nearest name either (RO-3).
    refusal = call("nina", "order", "list", "-q", 'building:"Elmwood avenue, 1"').error
    assert (refusal["code"], refusal["details"]["nearest"]) == ("filter_syntax", None)
    refusal = call("rita", "order", "list", "-q", "service:zymurg").error
    assert (refusal["code"], refusal["details"]["nearest"]) == ("filter_syntax", None)


def test_cl_14_a_cursor_of_another_list_is_refused(world: World, call: Ads) -> None:
    for _ in range(3):
        world.order()
    cursor = call("dora", "order", "list", "--limit", "1").document["next"]
    for other in (["--tab", "new"], ["--sort", "number"], ["-q", "service:wide"]):
        assert call("dora", "order", "list", *other, "--after", cursor).refused == (2, "invalid_value", "after")
    assert call("dora", "order", "list", "--limit", "2", "--after", cursor).code == 0
