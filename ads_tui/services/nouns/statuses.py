"""Statuses as an administrator sets them up: custom ones, and the looks of the built-in ones (ST-12)."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from ads_tui.domain.codes import parse_status_code
from ads_tui.domain.colours import parse_colour
from ads_tui.domain.statuses import BASES, MAY_PAUSE_SLA, is_open
from ads_tui.domain.text import clean_line, excerpt, fold, required_line
from ads_tui.errors import Faults, InputError, RuleError
from ads_tui.i18n import N_
from ads_tui.models.catalogue import Status
from ads_tui.services import audit
from ads_tui.services.naming import not_found
from ads_tui.services.nouns.engine import flush_unless_taken
from ads_tui.services.nouns.values import read_flag
from ads_tui.store.order_rows import EVENTS, EXECUTORS, ORDERS
from ads_tui.store.work import Reading, Work

_RIGHT = "admin"
_NOUN = "status"
# Events that name the status in which an order was left.
_TELL_STATUS = ("created", "status")


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A status as it is shown (CL-7); `based_on` is its own code where it is built in."""

    code: str
    name: str
    colour: str
    based_on: str
    pauses_sla: bool
    in_load: bool
    hidden: bool


def list_statuses(reading: Reading) -> list[StatusRow]:
    """All statuses in their order, hidden ones too; AccessError `forbidden` without the section services."""
    reading.actor.require_section("services")
    return [_row(status) for status in reading.session.scalars(sa.select(Status).order_by(col(Status.position)))]


def add_status(
    work: Work,
    code: str,
    name: str,
    *,
    based_on: str,
    colour: str | None = None,
    pauses_sla: bool = False,
    in_load: bool = True,
) -> StatusRow:
    """Add a custom status, in the colour of its base where none is given.

    It never counts as load where its base does not. Raises InputError `invalid_value` (`pauses_sla` too, on a base
    that may not), AccessError, RuleError `taken`.
    """
    faults = Faults()
    new_code, new_name, base = "", "", ""
    with faults:
        new_code = parse_status_code(code)
    with faults:
        new_name = required_line(name, "name")
    with faults:
        base = _parse_base(based_on)
        _demand_may_pause(base, pauses_sla)
    with faults:
        colour = None if colour is None else parse_colour(colour)
    with faults:
        work.actor.require(_RIGHT)
    if not faults:
        with faults:
            _demand_free(work, new_code)
    faults.raise_first()
    if colour is None:
        colour = work.session.scalars(sa.select(col(Status.colour)).where(col(Status.code) == base)).one()
    last = work.session.scalar(sa.select(sa.func.max(col(Status.position)))) or 0
    status = Status(
        code=new_code,
        base=base,
        name=new_name,
        name_key=fold(new_name),
        colour=colour,
        pauses_sla=pauses_sla,
        in_load=in_load and is_open(base),
        position=last + 1,
    )
    work.session.add(status)
    flush_unless_taken(work)
    audit.note(work, _NOUN, new_code, None, asdict(_row(status)))
    work.touch(_NOUN, new_code)
    return _row(status)


def set_status(work: Work, code: str, key: str, text: str) -> StatusRow:
    """Give a key of a status another value: a built-in one has only name and colour to give.

    Changing `in_load` brings the load of everyone whose order stands in it along (PE-2). Raises InputError,
    NotFoundError, AccessError, and RuleError `in_use` for hiding a built-in one.
    """
    faults = Faults()
    name, value, status = key.strip(), None, None
    with faults:
        value = _read(name, text)
    with faults:
        status = _find(work, code)
    if not faults and status is not None:
        with faults:
            _demand_settable(status, name, value)
    with faults:
        work.actor.require(_RIGHT)
    faults.raise_first()
    assert status is not None
    return _change(work, status, name, value)


def hide_status(work: Work, code: str) -> StatusRow:
    """Stop offering a custom status; orders keep it. Raises as `set_status`."""
    return set_status(work, code, "hidden", "yes")


def delete_status(work: Work, code: str) -> str:
    """Remove a custom status that no order has or ever had, and return its code.

    Raises NotFoundError, AccessError, RuleError `in_use`.
    """
    faults = Faults()
    status = None
    with faults:
        status = _find(work, code)
    with faults:
        work.actor.require(_RIGHT)
    faults.raise_first()
    assert status is not None
    if status.builtin or _is_used(work, status):
        raise RuleError("in_use", N_("The status {code} is in use; it can be hidden"), field=_NOUN, code=status.code)
    old = asdict(_row(status))
    work.session.delete(status)
    try:
        work.session.flush()
    except IntegrityError as error:
        # An order has come into it meanwhile.
        raise RuleError(
            "in_use", N_("The status {code} is in use; it can be hidden"), field=_NOUN, code=code
        ) from error
    audit.note(work, _NOUN, status.code, old, None)
    work.touch(_NOUN, status.code)
    return status.code


def _row(status: Status) -> StatusRow:
    return StatusRow(
        status.code, status.name, status.colour, status.base, status.pauses_sla, status.in_load, status.hidden
    )


def _parse_base(text: str) -> str:
    base = text.strip().lower()
    if base not in BASES:
        raise InputError(
            "invalid_value",
            N_("A status is based on one of: {choices}"),
            field="based_on",
            choices=", ".join(BASES),
        )
    return base


def _demand_may_pause(base: str, pauses: bool) -> None:
    if pauses and base not in MAY_PAUSE_SLA:
        raise InputError(
            "invalid_value",
            N_("Only a status based on one of these may pause the SLA: {choices}"),
            field="pauses_sla",
            choices=", ".join(base for base in BASES if base in MAY_PAUSE_SLA),
        )


def _demand_free(work: Work, code: str) -> None:
    if work.session.scalars(sa.select(col(Status.id)).where(col(Status.code) == code)).first() is not None:
        raise RuleError("taken", N_("The code {given} is taken"), field="code", given=code)


def _find(work: Work, code: str) -> Status:
    wanted = required_line(code, _NOUN).lower()
    work.actor.require_signed_in()
    status = work.session.scalars(sa.select(Status).where(col(Status.code) == wanted).with_for_update()).first()
    if status is None:
        raise not_found(_NOUN, wanted)
    return status


_READERS: Mapping[str, Callable[[str], Any]] = {
    "name": lambda text: required_line(text, "name"),
    "colour": parse_colour,
    "pauses_sla": lambda text: read_flag(text, "pauses_sla"),
    "in_load": lambda text: read_flag(text, "in_load"),
    "hidden": lambda text: read_flag(text, "hidden"),
}
STATUS_KEYS: tuple[str, ...] = tuple(_READERS)


def _read(key: str, text: str) -> Any:
    reader = _READERS.get(key)
    if reader is None:
        raise InputError(
            "invalid_value",
            N_("There is no key {given}; the keys are: {keys}"),
            field="key",
            given=excerpt(clean_line(key, "key")),
            keys=", ".join(STATUS_KEYS),
        )
    return reader(text)


def _demand_settable(status: Status, key: str, value: Any) -> None:
    if status.builtin and key == "hidden" and value:
        raise RuleError(
            "in_use", N_("A built-in status cannot be hidden or removed: {code}"), field=_NOUN, code=status.code
        )
    if status.builtin and key in ("pauses_sla", "in_load"):
        raise InputError("invalid_value", N_("A built-in status can only be renamed and recoloured"), field=key)
    if key == "pauses_sla":
        _demand_may_pause(status.base, value)
    if key == "in_load" and value and not is_open(status.base):
        raise InputError("invalid_value", N_("Closed orders never count as load"), field="in_load")


def _change(work: Work, status: Status, key: str, value: Any) -> StatusRow:
    old = getattr(status, key)
    if old == value:
        return _row(status)
    setattr(status, key, value)
    if key == "name":
        status.name_key = fold(value)
    work.session.flush()
    if key == "in_load":
        _count_anew(work, status)
    audit.note(work, _NOUN, status.code, {key: old}, {key: value})
    work.touch(_NOUN, status.code)
    return _row(status)


def _count_anew(work: Work, status: Status) -> None:
    """Bring `order_executors.in_load` of the orders in this status to what it says now."""
    standing = sa.select(ORDERS.c.number).where(ORDERS.c.status_id == status.id)
    work.connection.execute(
        sa.update(EXECUTORS)
        .where(EXECUTORS.c.order_number.in_(standing), EXECUTORS.c.in_load != status.in_load)
        .values(in_load=status.in_load)
    )


def _is_used(work: Work, status: Status) -> bool:
    standing = sa.select(ORDERS.c.number).where(ORDERS.c.status_id == status.id).limit(1)
    if work.connection.execute(standing).first() is not None:
        return True
    # History names statuses by code and must be able to replay them (HI-2).
    told = EVENTS.c.data.contains(f'"{status.code}"', autoescape=True)
    once = sa.select(EVENTS.c.id).where(EVENTS.c.kind.in_(_TELL_STATUS), told).limit(1)
    return work.connection.execute(once).first() is not None
