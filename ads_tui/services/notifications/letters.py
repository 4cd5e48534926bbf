"""What is sent of a delivery, to whom and in whose language, judged anew at every attempt (NT-4, NT-6, RO-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from ads_tui import i18n
from ads_tui.domain.settings import PHONE_PLACE
from ads_tui.models.columns import table_of
from ads_tui.models.ground import Installation
from ads_tui.services.notifications.mail import Letter
from ads_tui.services.notifications.parties import EMPLOYEES, onlookers
from ads_tui.services.notifications.spreading import CONTACTS, DELIVERIES, EMAIL, NO_EMPLOYEE, SMS, target_of
from ads_tui.services.notifications.telling import COLUMNS, JOINED, NOTIFICATIONS
from ads_tui.services.notifications.telling import told_of as read_told
from ads_tui.services.notifications.texts import Told, Words
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading, Work

_RUSSIAN_REGIONS = frozenset({"RU", "BY", "KZ"})
_INSTALLATION = table_of(Installation)


class Unwanted(Exception):
    """The recipient is blocked, has the address no longer, or sees the order no longer."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent; `url` is the address of another service, empty for a letter."""

    letter: Letter
    url: str = ""


def parcel_of(work: Work, row: Any) -> Parcel:
    """What a delivery sends now, all that is folded into it too. Raises Unwanted."""
    rows = work.connection.execute(_covered(work, row)).all()
    if not rows:
        raise Unwanted
    if row.employee_id == NO_EMPLOYEE:
        return _for_client(work, row, rows[0], read_told(work, rows)[0])
    return _for_employee(work, row, rows)


def _covered(reading: Reading, row: Any) -> Any:
    """The notifications that a delivery tells, oldest first."""
    folded = sa.select(DELIVERIES.c.notification_id).where(
        sa.or_(DELIVERIES.c.id == row.id, DELIVERIES.c.folded_into == row.id)
    )
    statement = select_orders(reading.actor, *COLUMNS).select_from(JOINED)
    return statement.where(NOTIFICATIONS.c.id.in_(folded)).order_by(NOTIFICATIONS.c.at, NOTIFICATIONS.c.id)


def _for_employee(work: Work, row: Any, rows: Sequence[Any]) -> Parcel:
    columns = EMPLOYEES.c.email, EMPLOYEES.c.urls, EMPLOYEES.c.lang, EMPLOYEES.c.zone, EMPLOYEES.c.blocked_at
    who = work.connection.execute(sa.select(*columns).where(EMPLOYEES.c.id == row.employee_id)).one()
    url = next((url for url in who.urls if target_of(url) == row.target), "")
    if who.blocked_at is not None or not (who.email if row.channel == EMAIL else url):
        raise Unwanted
    seeing = onlookers(work, {one.order_number for one in rows}, [row.employee_id])
    seen = [one for one in rows if one.order_number in seeing]
    if not seen:
        raise Unwanted
    told = read_told(work, seen)
    zone = ZoneInfo(who.zone) if who.zone else work.settings.zone
    words = Words(i18n.catalogue_of(who.lang or _language(work)), zone)
    return Parcel(_letter(work, row, who.email, words.subject(told), words.body(told)), url)


def _for_client(work: Work, row: Any, notification: Any, told: Told) -> Parcel:
    kind = EMAIL if row.channel == EMAIL else "phone"
    address = work.connection.execute(
        sa.select(CONTACTS.c.value, CONTACTS.c.value_key)
        .where(CONTACTS.c.client_id == notification.client_id, CONTACTS.c.kind == kind, CONTACTS.c.primary)
        .order_by(CONTACTS.c.id)
    ).first()
    if address is None:
        raise Unwanted
    words = Words(i18n.catalogue_of(_language(work)), work.settings.zone)
    text = words.to_client(told)
    if row.channel == SMS:
        url = work.settings.text("sms.url").replace(PHONE_PLACE, address.value_key)
        return Parcel(_letter(work, row, "", "", text), url)
    organization = work.settings.text("organization.name")
    body = "\n\n".join(part for part in (text, f"{told.service}, {told.address}", organization) if part)
    return Parcel(_letter(work, row, address.value, text, body))


def _letter(work: Work, row: Any, to: str, subject: str, body: str) -> Letter:
    installation = work.connection.execute(sa.select(_INSTALLATION.c.id)).scalar_one()
    return Letter(to, subject, body, f"{row.id}.{installation}", work.now)


def _language(reading: Reading) -> str:
    """The language of those who have chosen none: that of the country of the organization's phones."""
    return "ru" if reading.settings.region in _RUSSIAN_REGIONS else i18n.language()
