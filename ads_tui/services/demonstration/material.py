"""What the demonstration is made of: the files of `data/demo`, in one language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ads_tui.config import data_path
from ads_tui.domain.forms import Form, parse_form
from ads_tui.domain.moments import parse_duration


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """A service: what is written about it, and how often, when and how its orders come and go.

    Norms are seconds. `hours` and `months` name weights of arrival.toml, `pace` a rhythm of lives.py. People are
    logins; `approval` has logins or `role:CODE`.
    """

    id: int
    code: str
    name: str
    crm_name: str
    tags: list[str]
    note: str
    type: str
    department: str
    form: Form
    weight: int
    hours: str
    months: str
    communal: float
    pace: str
    lifts: bool
    priority: str
    emergency: str
    payment: str
    reaction: int | None
    execution: int | None
    localization: int | None
    max_executors: int
    quality_control: bool
    appointment: bool
    executors: tuple[str, ...]
    controllers: tuple[str, ...]
    approval: tuple[str, ...]
    fits: tuple[str, ...]
    said: tuple[str, ...]
    did: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """All of it: `company`, `arrival`, `names` and `phrases` are the parsed files."""

    company: Mapping[str, Any]
    arrival: Mapping[str, Any]
    names: Mapping[str, Any]
    phrases: Mapping[str, Any]
    types: tuple[str, ...]
    services: tuple[ServicePlan, ...]

    @property
    def logins(self) -> list[str]:
        """The logins of the company's own employees, the administrator first."""
        return [employee["login"] for employee in self.company["employee"]]


@cache
def load_material(language: str) -> Material:
    """The material in a language of `i18n.LANGUAGES`."""
    catalogue = _read("services.toml")
    texts = _read(language, "services.toml")
    return Material(
        company=_read("company.toml"),
        arrival=_read("arrival.toml"),
        names=_read(language, "names.toml"),
        phrases=_read(language, "phrases.toml"),
        types=tuple(catalogue["types"]),
        services=tuple(
            _service(number, plan, texts[plan["code"]]) for number, plan in enumerate(catalogue["service"], start=1)
        ),
    )


def _read(*parts: str) -> dict[str, Any]:
    with data_path("demo", *parts).open("rb") as file:
        return tomllib.load(file)


def _service(number: int, plan: Mapping[str, Any], texts: Mapping[str, Any]) -> ServicePlan:
    return ServicePlan(
        id=number,
        code=plan["code"],
        name=texts["name"],
        crm_name=texts["crm"],
        tags=texts["tags"],
        note=texts.get("note", ""),
        type=plan["type"],
        department=plan["department"],
        form=_form(plan, texts),
        weight=plan["weight"],
        hours=plan["hours"],
        months=plan["months"],
        communal=plan["communal"],
        pace=plan["pace"],
        lifts=plan.get("lifts", False),
        priority=plan.get("priority", "normal"),
        emergency=plan.get("emergency", "none"),
        payment=plan.get("payment", "none"),
        reaction=_seconds(plan, "reaction"),
        execution=_seconds(plan, "execution"),
        localization=_seconds(plan, "localization"),
        max_executors=plan.get("max_executors", 1),
        quality_control=plan.get("quality_control", False),
        appointment=plan.get("appointment", False),
        executors=tuple(plan.get("executors", ())),
        controllers=tuple(plan.get("controllers", ())),
        approval=tuple(plan.get("approval", ())),
        fits=tuple(plan.get("fits", ())),
        said=tuple(texts.get("said", ())),
        did=tuple(texts["did"]),
    )


def _seconds(plan: Mapping[str, Any], key: str) -> int | None:
    return parse_duration(plan[key], key) if key in plan else None


def _form(plan: Mapping[str, Any], texts: Mapping[str, Any]) -> Form:
    """The form of the plan with the labels of the language."""
    fields = []
    for field in plan["form"]:
        labelled = {**field, "label": texts["labels"][field["key"]]}
        if "choices" in field:
            labels = texts["choices"][field["key"]]
            labelled["choices"] = [{"value": value, "label": labels[value]} for value in field["choices"]]
        fields.append(labelled)
    return parse_form({"field": fields}, plan["code"])
