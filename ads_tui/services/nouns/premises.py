"""Premises with their accounts (CL-17, CD-4)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.actors import Actor
from ads_tui.domain.text import clean_line, fold
from ads_tui.errors import InputError, RuleError
from ads_tui.i18n import N_
from ads_tui.models.places import Account, Building, Premise
from ads_tui.services import reach
from ads_tui.services.nouns.engine import Found, Noun, flush_unless_taken
from ads_tui.services.nouns.keys import Key, line, note, reference, words
from ads_tui.services.nouns.places import buildings_within
from ads_tui.services.nouns.values import is_empty, read_money
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.search import rewrite_texts
from ads_tui.store.work import Reading, Work


def premises_within(actor: Actor) -> reach.Conditions:
    """Conditions on `premises` that hold for those within reach (RO-3)."""
    return reach.within_buildings(actor, col(Premise.building_id))


def _accounts_of(reading: Reading, premises: Sequence[Any]) -> list[Account | None]:
    wanted = sorted({premise.account_id for premise in premises} - {None})
    found = {
        account.id: account
        for account in reading.session.scalars(sa.select(Account).where(col(Account.id).in_(wanted)))
    }
    return [found.get(premise.account_id) for premise in premises]


def _read_account(_reading: Reading, text: str) -> str:
    return "" if is_empty(text) else clean_line(text, "account")


def _write_account(work: Work, premise: Any, number: str) -> None:
    if not number:
        premise.account_id = None
        return
    account = work.session.scalars(sa.select(Account).where(col(Account.number) == number)).first()
    if account is None:
        account = Account(number=number)
        work.session.add(account)
        flush_unless_taken(work, "account")
    _demand_within(work, account)
    premise.account_id = account.id


def _demand_within(work: Work, account: Account) -> None:
    """Refuse an account that only premises out of the actor's reach have: its balance is not for him to see."""
    has = sa.select(col(Premise.id)).where(col(Premise.account_id) == account.id).limit(1)
    session = work.session
    seen = session.scalars(has.where(*premises_within(work.actor))).first()
    if seen is None and session.scalars(has).first() is not None:
        raise RuleError("taken", N_("The account is another premise's"), field="account")


def _show_account(reading: Reading, premises: Sequence[Any]) -> list[Any]:
    return [account.number if account else None for account in _accounts_of(reading, premises)]


def _balance(name: str, caption: str) -> Key:
    def write(work: Work, premise: Any, value: Decimal) -> None:
        account = work.session.get_one(Account, premise.account_id, with_for_update=True, populate_existing=True)
        setattr(account, name, value)

    def show(reading: Reading, premises: Sequence[Any]) -> list[Any]:
        return [f"{getattr(account, name):.2f}" if account else None for account in _accounts_of(reading, premises)]

    return Key(name, caption, "SUM", lambda _reading, text: read_money(text, name), write, show, linked=True)


def _check(reading: Reading, premise: Any, given: Mapping[str, Any]) -> None:
    has_account = given.get("account") if "account" in given else premise and premise.account_id
    if not has_account and given.keys() & {"balance", "repair_balance"}:
        raise InputError("field_required", N_("A balance needs the number of an account"), field="account")
    if premise is not None and given.get("building", premise.building_id) != premise.building_id:
        _demand_unused(reading, premise)
    if given.keys() & {"name", "building"}:
        _demand_free(reading, premise, given)


def _demand_free(reading: Reading, premise: Any, given: Mapping[str, Any]) -> None:
    building_id = given.get("building", premise and premise.building_id)
    name_key = fold(given["name"]) if "name" in given else premise.name_key
    others = () if premise is None else (col(Premise.id) != premise.id,)
    same = sa.select(col(Premise.id)).where(
        col(Premise.building_id) == building_id, col(Premise.name_key) == name_key, *others
    )
    if reading.session.scalars(same).first() is not None:
        raise RuleError("taken", N_("The building has a premise with this number already"), field="name")


def _demand_unused(reading: Reading, premise: Any) -> None:
    """An order is of one building: its premise cannot leave for another."""
    ordered = sa.select(ORDERS.c.number).where(ORDERS.c.premise_id == premise.id).limit(1)
    if reading.connection.execute(ordered).first() is not None:
        raise RuleError("in_use", N_("A premise that has orders cannot go to another building"), field="building")


def _settle(work: Work, premise: Any, changed: frozenset[str]) -> None:
    if "name" in changed:
        rewrite_texts(work.connection, ORDERS.c.premise_id == premise.id)


def _found_by() -> Found:
    """By number and code, and by the address: `-q "lenina 5 12"`."""
    return (
        sa.select(col(Premise.id), col(Premise.code), col(Premise.name), col(Building.name), col(Account.number))
        .select_from(Premise)
        .join(Building, col(Building.id) == col(Premise.building_id))
        .outerjoin(Account, col(Account.id) == col(Premise.account_id))
    )


PREMISE = Noun(
    name="premise",
    plural="premises",
    model=Premise,
    right="clients.edit",
    section="buildings",
    keys=(
        reference("building", N_("Building"), Building, "building_id", within=buildings_within, required=True),
        line("entrance", N_("Entrance")),
        line("floor", N_("Floor")),
        words("tags", N_("Tags")),
        note(),
        Key("account", N_("Account"), "TEXT", _read_account, _write_account, _show_account, linked=True),
        _balance("balance", N_("Balance for housing")),
        _balance("repair_balance", N_("Balance for capital repair")),
    ),
    columns=("building", "entrance", "floor", "account"),
    audited=False,
    within=premises_within,
    found_by=_found_by,
    check=_check,
    settle=_settle,
)
