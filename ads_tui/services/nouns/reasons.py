"""The reasons that clients give for cancelling (ST-7)."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.codes import parse_code
from ads_tui.domain.text import fold, required_line
from ads_tui.errors import Faults, RuleError
from ads_tui.i18n import N_
from ads_tui.models.catalogue import CancelReason
from ads_tui.services import audit
from ads_tui.services.naming import not_found
from ads_tui.services.nouns.engine import flush_unless_taken
from ads_tui.store.work import Reading, Work

_RIGHT = "services.edit"
_NOUN = "reason"


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A reason as it is shown (CL-7)."""

    code: str
    name: str
    hidden: bool


def list_reasons(reading: Reading) -> list[ReasonRow]:
    """All reasons in their order, hidden ones too; AccessError `forbidden` without the section services."""
    reading.actor.require_section("services")
    reasons = reading.session.scalars(sa.select(CancelReason).order_by(col(CancelReason.position)))
    return [_row(reason) for reason in reasons]


def add_reason(work: Work, code: str, name: str) -> ReasonRow:
    """Add a reason after the others; its code is kept in small letters, as it is typed with a status.

    Raises InputError, AccessError `forbidden`, RuleError `taken`.
    """
    faults = Faults()
    new_code, new_name = "", ""
    with faults:
        new_code = parse_code(code).lower()
    with faults:
        new_name = required_line(name, "name")
    with faults:
        work.actor.require(_RIGHT)
    if not faults:
        with faults:
            if _find(work, new_code) is not None:
                raise RuleError("taken", N_("The code {given} is taken"), field="code", given=new_code)
    faults.raise_first()
    last = work.session.scalar(sa.select(sa.func.max(col(CancelReason.position)))) or 0
    reason = CancelReason(code=new_code, name=new_name, name_key=fold(new_name), position=last + 1)
    work.session.add(reason)
    flush_unless_taken(work)
    audit.note(work, _NOUN, new_code, None, {"name": new_name})
    work.touch(_NOUN, new_code)
    return _row(reason)


def hide_reason(work: Work, code: str) -> ReasonRow:
    """Stop offering a reason; orders that have it keep it. Raises NotFoundError, AccessError `forbidden`."""
    faults = Faults()
    reason = None
    with faults:
        wanted = required_line(code, _NOUN).lower()
        work.actor.require_signed_in()
        reason = _find(work, wanted)
        if reason is None:
            raise not_found(_NOUN, wanted)
    with faults:
        work.actor.require(_RIGHT)
    faults.raise_first()
    assert reason is not None
    if not reason.hidden:
        reason.hidden = True
        audit.note(work, _NOUN, reason.code, {"hidden": False}, {"hidden": True})
        work.touch(_NOUN, reason.code)
    return _row(reason)


def _find(work: Work, code: str) -> CancelReason | None:
    return work.session.scalars(sa.select(CancelReason).where(col(CancelReason.code) == code)).first()


def _row(reason: CancelReason) -> ReasonRow:
    return ReasonRow(reason.code, reason.name, reason.hidden)
