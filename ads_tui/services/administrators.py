"""Somebody unblocked always holds the right `admin`: whoever could leave nobody asks here first."""

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from ads_tui.errors import RuleError
from ads_tui.i18n import N_
from ads_tui.models.people import Employee, Role
from ads_tui.store.work import Work


def lock_administrators(work: Work) -> None:
    """Hold all roles, so that two administrators cannot both take the right from the other at one moment."""
    work.session.execute(sa.select(col(Role.id)).order_by(col(Role.id)).with_for_update())


def demand_one_left(work: Work, *, without: ColumnElement[bool]) -> None:
    """Raise RuleError `in_use` where nobody would be left who is unblocked and holds `admin`.

    `without` is the condition on `employees` of those who are about to lose it.
    """
    roles = work.session.execute(sa.select(col(Role.id), col(Role.rights)))
    holding = [role_id for role_id, rights in roles if "admin" in rights]
    left = sa.select(col(Employee.id)).where(
        col(Employee.role_id).in_(holding), col(Employee.blocked_at).is_(None), ~without
    )
    if work.session.scalars(left.limit(1)).first() is None:
        raise RuleError("in_use", N_("Nobody would be left who may administer the system"))
