"""Sets of SLA rules that ship with the program, each with its source (SL-10)."""

import tomllib
from typing import Any

from ads_tui.config import data_path
from ads_tui.domain.text import excerpt
from ads_tui.errors import Faults, InputError, RuleError
from ads_tui.i18n import N_, language
from ads_tui.services.sla.calendars import add_calendar
from ads_tui.services.sla.rules import NewRule, RuleRow, add_rule, names_taken
from ads_tui.store.work import Work

PRESETS = ("ru-416",)


def add_preset(work: Work, name: str) -> list[RuleRow]:
    """Add a preset's calendars and rules after the others, named in the language of the process.

    Raises InputError `invalid_value` for a preset that there is not, AccessError, RuleError `taken` where it was added.
    """
    faults = Faults()
    preset: dict[str, Any] = {"rule": [], "calendar": []}
    with faults:
        preset = _read(name)
    with faults:
        work.actor.require("admin")
    if not faults:
        with faults:
            names = frozenset(told for rule in preset["rule"] for told in rule["name"].values())
            if names_taken(work, names):
                raise RuleError("taken", N_("The preset {name} is there already"), field="preset", name=name)
    faults.raise_first()
    for calendar in preset["calendar"]:
        add_calendar(work, calendar["code"], calendar["hours"])
    return [add_rule(work, _rule(preset, rule)) for rule in preset["rule"]]


def _read(name: str) -> dict[str, Any]:
    if name not in PRESETS:
        raise InputError(
            "invalid_value",
            N_("There is no preset {given}; there are: {choices}"),
            field="preset",
            given=excerpt(name),
            choices=", ".join(PRESETS),
        )
    with data_path("sla", f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _rule(preset: dict[str, Any], rule: dict[str, Any]) -> NewRule:
    return NewRule(
        name=_told(rule["name"]),
        emergency=rule["emergency"],
        calendar=rule["calendar"],
        execution=rule["execution"],
        localization=rule.get("localization"),
        statutory=True,
        source=_told(preset["source"]),
    )


def _told(texts: dict[str, str]) -> str:
    return texts.get(language()) or texts["en"]
