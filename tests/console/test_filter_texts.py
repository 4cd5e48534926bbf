"""Filters in words (FL-3)."""

from datetime import date

import pytest

from ads_tui import i18n
from ads_tui.domain.filter_values import Code, Text, Value
from ads_tui.domain.filters import parse_filter
from ads_tui.screens.filter_texts import term_text

CAPTIONS: dict[Value, str] = {
    Code("in_progress"): "In progress",
    Code("paused"): "Waits",
    Text("oak1"): "Oak street, 1",
}


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("status:in_progress,paused", "Status: In progress, Waits"),
        ("-building:oak1", "not Building: Oak street, 1"),
        ('building:"Lenina 5",hill', "Building: Lenina 5, hill"),
        ("executor:me,none", "Executor: me, nobody"),
        ("visit:none", "Visit time: none"),
        ("reopened:yes", "Was reopened: yes"),
        ("due:<2026-11-21", "Due: before 21.11"),
        ("due:>2025-11-21T14:30", "Due: after 21.11.2025 14:30"),
        ("created:2026-11-01..today", "Created: 01.11 – today"),
        ("created:..last7", "Created: to last 7 days"),
        ("created:this_week", "Created: this week"),
        ("number:5,7..9,20..,<3", "Number: 5, 7 – 9, from 20, less than 3"),
    ],
)
def test_fl_3_a_term_is_told_in_words(line: str, text: str) -> None:
    (term,) = parse_filter(line).terms
    assert term_text(term, CAPTIONS, date(2026, 11, 22)) == text


def test_words_of_a_term_are_those_of_the_language() -> None:
    i18n.activate("ru")
    try:
        (term,) = parse_filter("-created:today").terms
        assert term_text(term, {}, date(2026, 11, 22)) == "кроме Создано: сегодня"
    finally:
        i18n.activate("en")
