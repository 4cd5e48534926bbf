"""Organizations, building groups, quarters and buildings (CL-17)."""

from typing import Any

from sqlmodel import col

from ads_tui.domain.actors import Actor
from ads_tui.i18n import N_
from ads_tui.models.places import Building, BuildingGroup, Organization, Quarter
from ads_tui.services import reach
from ads_tui.services.nouns.engine import Noun
from ads_tui.services.nouns.keys import choice, column_key, email, employee, flag, note, phone, reference
from ads_tui.services.nouns.values import read_whole
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.search import rewrite_texts
from ads_tui.store.work import Reading, Work

ORGANIZATION_KINDS = ("company", "association", "supplier", "other")
_LONGEST_CHAT_DAYS = 3650

ORGANIZATION = Noun(
    name="organization",
    plural="organizations",
    model=Organization,
    right="admin",
    section="buildings",
    keys=(
        choice("kind", N_("Organization type"), ORGANIZATION_KINDS),
        phone(),
        email(),
        note("requisites", N_("Requisites")),
        flag("vat_included", N_("Prices include VAT")),
    ),
    columns=("kind", "phone", "email"),
)


GROUP = Noun(
    name="group",
    plural="groups",
    model=BuildingGroup,
    right="admin",
    section="buildings",
    keys=(employee("manager", N_("Group administrator"), "manager_id"),),
    columns=("manager",),
)

QUARTER = Noun(
    name="quarter",
    plural="quarters",
    model=Quarter,
    right="admin",
    section="buildings",
    keys=(employee("manager", N_("Quarter manager"), "manager_id"),),
    columns=("manager",),
)


def buildings_within(actor: Actor) -> reach.Conditions:
    """Conditions on `buildings` that hold for those within reach (RO-3)."""
    return reach.within_buildings(actor, col(Building.id))


def _read_chat_after_close(_reading: Reading, text: str) -> str:
    word = text.strip().lower()
    return word if word in ("always", "never") else str(read_whole(text, "chat_after_close", 0, _LONGEST_CHAT_DAYS))


def _settle_building(work: Work, building: Any, changed: frozenset[str]) -> None:
    if changed & {"group", "quarter"}:
        reach.rebuild(work, None)
    if "name" in changed:
        rewrite_texts(work.connection, ORDERS.c.building_id == building.id)


BUILDING = Noun(
    name="building",
    plural="buildings",
    model=Building,
    right="admin",
    section="buildings",
    keys=(
        reference("organization", N_("Organization"), Organization, "organization_id"),
        reference("group", N_("Building group"), BuildingGroup, "group_id"),
        reference("quarter", N_("Quarter"), Quarter, "quarter_id"),
        note(),
        column_key(
            "chat_after_close",
            N_("Chat after closing, N in days"),
            "always|never|N",
            _read_chat_after_close,
            shown=lambda kept: int(kept) if kept.isdigit() else kept,
        ),
        flag("show_debt", N_("The card shows the housing debt")),
        flag("show_repair_debt", N_("The card shows the capital-repair debt")),
    ),
    columns=("organization", "group", "quarter"),
    within=buildings_within,
    settle=_settle_building,
)
