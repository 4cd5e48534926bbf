"""What is offered while a filter line is typed (FL-4)."""

import pytest

from ads_tui.domain.filter_completion import Completion, complete
from ads_tui.domain.filter_names import NAMES, names_with
from ads_tui.domain.filters import parse_filter


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("лифт acc", Completion(5, "acc", ("accepted_by:", "accepted:"))),
        ("-Stat", Completion(1, "Stat", ("status:",))),
        ("лифт", Completion(0, "лифт", ())),
        ("status:p", Completion(7, "p", ("pending", "paused"), "status")),
        ("status:done,IN_", Completion(12, "IN_", ("in_progress",), "status")),
        ("-due:last", Completion(5, "last", ("last7", "last_month"), "due")),
        ("reopened:", Completion(9, "", ("yes", "no"), "reopened")),
        ("executor:be", Completion(9, "be", (), "executor")),
        ("number:5", Completion(7, "5", (), "number")),
        ('building:"a b" sta', Completion(15, "sta", ("status:",))),
        ('building:"a sta', Completion(9, "a sta", (), "building")),
        ('building:oak1,"a \\" st', Completion(14, 'a \\" st', (), "building")),
        ('building:"a b",oa', Completion(15, "oa", (), "building")),
        ('building:"a b"', None),
        ('building:a"b', None),
        ('"a \\" sta', None),
        ("", None),
        ("status:done ", None),
        ("-", None),
        ("10:30", None),
        ("nothing:x", None),
    ],
)
def test_fl_4_what_may_follow_at_the_end_of_what_is_typed(line: str, offered: Completion | None) -> None:
    assert complete(line, len(line)) == offered
    assert complete(line + " лифт", len(line)) == offered


def test_cl_14_a_tab_offers_no_name_that_it_lacks() -> None:
    offered = complete("st", 2, names_with({}, without={"status"}))
    assert offered == Completion(0, "st", ())


@pytest.mark.parametrize("name", sorted(NAMES))
def test_fl_4_each_word_that_is_offered_may_stand_there(name: str) -> None:
    offered = complete(f"{name}:", len(name) + 1)
    assert offered is not None
    for word in offered.words:
        assert parse_filter(f"{name}:{word}").term(name)
