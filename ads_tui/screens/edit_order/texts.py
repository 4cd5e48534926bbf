"""The parts of an order as they stand in fields, and as a conflict tells them."""

from decimal import Decimal
from typing import Any

from ads_tui.domain.channels import PRIORITY_CAPTIONS
from ads_tui.domain.form_answers import essence
from ads_tui.domain.forms import Form, Kind
from ads_tui.domain.moments import show_moment
from ads_tui.domain.phones import show_phone
from ads_tui.i18n import _
from ads_tui.services.orders.editable import Editable


def answer_texts(answer: Any, kind: Kind, region: str) -> list[str]:
    """A stored answer as texts of a command."""
    if answer is None:
        return []
    if isinstance(answer, bool):
        return ["yes" if answer else "no"]
    if isinstance(answer, list):
        return [str(value) for value in answer]
    if isinstance(answer, float):
        return [f"{Decimal(repr(answer)):f}"]
    return [show_phone(answer, region) if kind == "phone" else str(answer)]


def due_text(order: Editable) -> str:
    """When it is due, as CL-9 reads it."""
    return show_moment(order.due_at, order.zone).replace(" ", "T") if order.due_at else ""


def visit_text(order: Editable) -> str:
    """When somebody comes, as CL-9 reads it."""
    moments = [moment for moment in (order.visit_from, order.visit_to) if moment is not None]
    return "..".join(show_moment(moment, order.zone).replace(" ", "T") for moment in moments)


def told_parts(order: Editable) -> dict[str, str]:
    """What the order holds, for people, by the keys of its fields."""
    client = order.unregistered
    told = {
        "service": order.service.name,
        "building": order.building.name if order.building else "",
        "premise": order.premise.name if order.premise else "",
        "client": order.client.name if order.client else client.name if client else "",
        "client_name": client.name if client else order.client.name if order.client else "",
        "client_phone": show_phone(client.phone, order.region) if client and client.phone else "",
        "client_email": (client.email or "") if client else "",
        "priority": _(PRIORITY_CAPTIONS[order.priority]),
        "due": due_text(order).replace("T", " "),
        "visit": visit_text(order).replace("T", " "),
        "department": dict(order.departments).get(order.department or "", ""),
    }
    for question in order.service.form.fields:
        if question.key in order.answers:
            line = essence(Form((question,)), {question.key: order.answers[question.key]}, order.region)
            told[f"form.{question.key}"] = line.removeprefix(f"{question.label}: ")
    return told
