"""The registry of labels holds what has data today; what waits, waits for a named piece of work (LB-1, LB-5)."""

from itertools import product

from ads_tui.cli.order_table import LABEL_SIGNS
from ads_tui.console.glyphs import glyph
from ads_tui.domain.labels import LABELS, labels_of
from ads_tui.services.orders.sorts import LABELS as RAISING

# By the names and in the order of CL-7.
_LB_1 = """
    message important reaction_broken execution_broken localization_broken unread invoice_draft invoice_issued
    invoice_marked_paid invoice_paid refund_requested refund_confirmed
"""
# What has no data yet, and the work that brings it.
WAITING = {
    "invoice_draft": "money: invoices",
    "invoice_issued": "money: invoices",
    "invoice_marked_paid": "money: invoices",
    "invoice_paid": "money: invoices",
    "refund_requested": "money: refunds",
    "refund_confirmed": "money: refunds",
}


def test_lb_1_every_label_is_there_or_waits_for_its_data() -> None:
    assert set(LABELS) & set(WAITING) == set()
    assert [label for label in _LB_1.split() if label not in WAITING] == list(LABELS)
    assert set(LABELS) | set(WAITING) == set(_LB_1.split())


def test_lb_1_an_order_has_every_label_that_holds_for_it() -> None:
    kinds = ("reaction", "execution", "localization")
    for messages, marks in product((0, 7), product((False, True), repeat=5)):
        important, unread, *flags = marks
        broken = [kind for kind, flag in zip(kinds, flags, strict=True) if flag]
        wanted = {"message": messages > 0, "important": important, "unread": unread}
        wanted |= {f"{kind}_broken": kind in broken for kind in kinds}
        assert labels_of(messages, important, unread, broken) == tuple(label for label in LABELS if wanted[label])


def test_lb_4_two_of_them_raise_an_order() -> None:
    assert RAISING == ("important", "message")
    assert set(RAISING) <= set(LABELS)


def test_lb_5_each_has_a_sign_of_its_own_and_a_word() -> None:
    signs = {glyph(label.sign) for label in LABELS.values()}
    assert len(signs) == len(LABELS) == len({label.caption for label in LABELS.values()})
    assert set(LABEL_SIGNS) == set(LABELS)
