"""`ads sla …` as scripts meet it: documents, refusals, what is said beside them (CL-7, CL-8, SL-12)."""

from tests.cli.calls import Ads
from tests.services.world import World

RULE_KEYS = {
    *("id", "position", "enabled", "name", "type", "service", "emergency", "priority", "client", "client_category"),
    *("building", "organization", "weekdays", "from", "to", "calendar", "reaction", "execution", "localization"),
    *("statutory", "source"),
}


def test_cl_7_calendars_are_printed_with_their_exceptions(call: Ads) -> None:
    made = call("admin", "sla", "calendar", "add", "office", "mon-fri 09:00-18:00").document
    assert made == {"code": "office", "hours": "mon-fri 09:00-18:00", "exceptions": []}
    call("admin", "sla", "calendar", "exception", "office", "2026-08-22", "10:00-14:00")
    call("admin", "sla", "calendar", "set", "office", "mon-fri 08:00-17:00")
    listed = call("admin", "sla", "calendar", "list").document["calendars"]
    assert [one["code"] for one in listed] == ["24x7", "office"]
    assert listed[1]["exceptions"] == [{"date": "2026-08-22", "hours": "10:00-14:00"}]
    said = call("admin", "sla", "calendar", "holidays", "office", 2026, "UA", json=False)
    assert (said.code, "none since March 2022" in said.err) == (0, True)
    assert call("admin", "sla", "calendar", "exception", "office", "soon", "closed").refused == (
        2,
        "invalid_value",
        "date",
    )
    assert call("admin", "sla", "calendar", "set", "24x7", "mon 09:00-18:00").refused == (1, "in_use", "calendar")
    assert call("dora", "sla", "calendar", "list").refused == (4, "forbidden", None)


def test_sl_12_saving_a_rule_says_how_many_open_orders_it_would_move(call: Ads, world: World) -> None:
    number = world.order("single")
    options = ("--service", "single", "--from", "08:00", "--to", "24:00", "--execution", "2h")
    said = call("admin", "sla", "rule", "add", "Single", *options, json=False)
    assert "would move 1 open order\n" in said.err
    rules = call("admin", "sla", "rule", "list").document["rules"]
    assert [(rule.keys() == RULE_KEYS, rule["from"], rule["execution"]) for rule in rules] == [(True, "08:00", "2h")]
    # What was saved before is not what this would move.
    call("admin", "sla", "calendar", "add", "unused", "mon-fri 09:00-18:00")
    assert "moves no open" in call("admin", "sla", "calendar", "set", "unused", "mon 09:00-18:00", json=False).err
    assert call("admin", "sla", "recompute", "--dry-run").document == {"done": [number], "refused": [], "batch": None}
    assert world.card(number).row.due_at is None
    assert call("admin", "sla", "recompute").document["done"] == [number]
    assert call("admin", "order", "show", number).document["due_at"] == "2026-08-20T10:00:00Z"
    # What is read by people is told in their words alone.
    told = call("admin", "--lang", "ru", "order", "history", number, json=False).out
    assert "Изменено: Нормативы" in told and "Выполнение 2h" in told
    listed = call("admin", "--lang", "ru", "sla", "rule", "list", json=False).out
    assert "Услуга=single, С часа=08:00, До часа=24:00" in listed
    refused = call("admin", "--lang", "ru", "role", "grant", "observer", "foo", json=False).err
    assert "Нет такого: право foo" in refused
    rule = rules[0]["id"]
    assert call("admin", "sla", "rule", "disable", rule).document["enabled"] is False
    assert call("admin", "sla", "rule", "move", rule, 2).refused == (2, "invalid_value", "position")
    assert call("admin", "sla", "rule", "add", "Nothing").refused == (2, "field_required", "execution")


def test_sl_10_the_preset_is_added_once(call: Ads) -> None:
    added = call("admin", "sla", "rule", "preset", "ru-416").document["rules"]
    assert [rule["emergency"] for rule in added] == ["accident", "drain", "chute"]
    assert call("admin", "sla", "rule", "preset", "ru-416").refused == (1, "taken", "preset")
    assert call("admin", "sla", "rule", "preset", "ru-417").refused == (2, "invalid_value", "preset")


def test_sl_8_why_prints_the_clocks_with_their_spans(call: Ads, world: World) -> None:
    rule = call("admin", "sla", "rule", "add", "Leaks", "--service", "leak", "--execution", "2h").document["id"]
    number = world.order("leak", "oak1", "ed")
    world.status(number, "in_progress")
    call("admin", "sla", "rule", "disable", rule)
    nothing: dict[str, object] = {
        "norm_s": None,
        "used_s": 0,
        "due_at": None,
        "state": "none",
        "spans": [],
        "pauses": [],
    }
    assert call("dora", "order", "why", number).document == {
        "order": number,
        "rule": "Leaks",
        "source": None,
        "calendar": "24x7",
        "due_at": "2026-08-20T10:00:00Z",
        "clocks": [
            {"clock": "reaction", **nothing},
            {
                "clock": "execution",
                "norm_s": 7200,
                "used_s": 0,
                "due_at": "2026-08-20T10:00:00Z",
                "state": "running",
                "spans": [],
                "pauses": [],
            },
            {"clock": "localization", **nothing},
        ],
    }
    assert "Leaks" in call("dora", "order", "why", number, json=False).out
    assert call("dora", "order", "why", 999_999).refused == (3, "not_found", "order")


def test_sl_10_localized_prints_the_order_and_is_taken_back_with_a_comment(call: Ads, world: World) -> None:
    add = ("sla", "rule", "add", "Burst", "--service", "wide", "--localization", "30m")
    rule = call("admin", *add).document["id"]
    number = world.order("wide")
    call("admin", "sla", "rule", "disable", rule)
    done = call("dora", "order", "localized", number).document
    assert (done["number"], done["localized_at"]) == (number, "2026-08-20T08:00:00Z")
    bare = call("dora", "order", "localized", number, "--undo")
    assert (bare.refused, "--comment" in bare.error["message"]) == ((2, "field_required", "comment"), True)
    assert call("dora", "order", "localized", number, "--undo", "--at", "08:00").refused[1] == "usage"
    undone = call("dora", "order", "localized", number, "--undo", "--comment", "It leaks again").document
    assert undone["localized_at"] is None
    event = call("dora", "order", "history", number).document["events"][0]
    assert (event["field"], event["comment"]) == ("localized_at", "It leaks again")
    assert "It leaks again" in call("dora", "order", "history", number, json=False).out
    assert call("dora", "order", "localized", world.order("wide")).refused == (1, "not_offered", "localized")
    # A result is final: it is told by the norm it came under, though the order has another now.
    call("dora", "order", "localized", number)
    assert "(former" not in call("dora", "order", "why", number, json=False).out
    call("admin", "sla", "recompute")
    assert "(former" in call("dora", "order", "why", number, json=False).out
