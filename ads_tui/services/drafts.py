"""What was typed and not sent: kept beside the orders until it is sent or thrown away (decision 14, CR-10, CH-8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.models.drafts import Draft
from ads_tui.store.work import Reading, Work


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft: `kind` is the form, `subject` what it is about (an order's number, or empty); `updated_at` in UTC."""

    kind: str
    subject: str
    payload: Mapping[str, Any]
    updated_at: datetime


def keep_draft(work: Work, kind: str, subject: str, payload: Mapping[str, Any]) -> None:
    """Keep what the actor typed in place of what was kept before; consoles are not told."""
    drop_draft(work, kind, subject)
    work.connection.execute(
        sa.insert(Draft).values(
            employee_id=work.actor.id, kind=kind, subject=subject, payload=dict(payload), updated_at=work.now
        )
    )


def drop_draft(work: Work, kind: str, subject: str) -> None:
    """Throw a draft away; sending does it in its own transaction."""
    work.connection.execute(
        sa.delete(Draft).where(
            col(Draft.employee_id) == work.actor.id, col(Draft.kind) == kind, col(Draft.subject) == subject
        )
    )


def find_draft(reading: Reading, kind: str, subject: str) -> DraftView | None:
    """The actor's draft of a form, None where there is none."""
    found = reading.session.get(Draft, (reading.actor.id, kind, subject))
    return None if found is None else _view(found)


def drafts_of(reading: Reading) -> list[DraftView]:
    """All drafts of the actor, the newest first."""
    statement = (
        sa.select(Draft).where(col(Draft.employee_id) == reading.actor.id).order_by(col(Draft.updated_at).desc())
    )
    return [_view(draft) for draft in reading.session.scalars(statement)]


def _view(draft: Draft) -> DraftView:
    return DraftView(draft.kind, draft.subject, draft.payload, draft.updated_at)
