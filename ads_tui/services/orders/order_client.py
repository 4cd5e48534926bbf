"""The client of an order: a known one, or one written down with the call (CR-4)."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.emails import parse_email
from ads_tui.domain.phones import parse_phone
from ads_tui.domain.sorting import sort_key
from ads_tui.domain.text import fold, required_line
from ads_tui.errors import InputError
from ads_tui.i18n import N_
from ads_tui.models.columns import table_of
from ads_tui.models.places import Client, ClientContact
from ads_tui.services.naming import Thing, find_named
from ads_tui.services.reach import visible_clients
from ads_tui.store.work import Reading, Work

_TOLD = (
    sa.select(col(Client.name), col(ClientContact.kind), col(ClientContact.value))
    .outerjoin(ClientContact, sa.and_(col(ClientContact.client_id) == col(Client.id), col(ClientContact.primary)))
    .where(col(Client.id) == sa.bindparam("b_client"), col(Client.code).is_(None), ~col(Client.registered))
    .order_by(col(ClientContact.id))
)
_KNOWN = (col(Client.code).is_not(None),)
_INSERT_CLIENT = sa.insert(table_of(Client))
_INSERT_CONTACT = sa.insert(table_of(ClientContact))


def find_client(
    reading: Reading, client: str | None, name: str | None, phone: str | None, email: str | None
) -> Thing | None:
    """The known client that is named, None where one is to be written down or none was given.

    Raises InputError `usage` for both at once, `field_required` for an unregistered one without a name, `invalid_value`
    for what is no phone or e-mail, `ambiguous`; NotFoundError.
    """
    given = [value for value in (name, phone, email) if value is not None]
    if client is not None and given:
        raise InputError("usage", N_("Give a known client or the name of a new one, not both"), field="client")
    if client is not None:
        return find_named(reading, Client, client, "client", among=_KNOWN, where=visible_clients(reading.actor))
    if given:
        required_line(name or "", "client_name")
        _contacts(reading, phone, email)
    return None


@dataclass(frozen=True, slots=True)
class Unregistered:
    """A client who is not registered, as he was told (CR-4); phone and e-mail as they are kept."""

    name: str
    phone: str | None
    email: str | None


def unregistered_of(reading: Reading, client_id: int | None) -> Unregistered | None:
    """The client with this id, None where there is none or he is registered."""
    rows = reading.connection.execute(_TOLD, {"b_client": client_id}).all() if client_id else []
    if not rows:
        return None
    contacts = {row.kind: row.value for row in reversed(rows)}
    return Unregistered(rows[0].name, contacts.get("phone"), contacts.get("email"))


def same_contacts(reading: Reading, known: Unregistered, phone: str | None, email: str | None) -> bool:
    """Whether a phone and an e-mail, as typed, are those of a client."""
    told = {str(contact["kind"]): contact["value"] for contact in _contacts(reading, phone, email)}
    return (told.get("phone"), told.get("email")) == (known.phone, known.email)


def add_unregistered(work: Work, name: str, phone: str | None, email: str | None) -> int:
    """Write down a client who is not registered (CR-4) and answer his id."""
    full_name = required_line(name, "client_name")
    contacts = _contacts(work, phone, email)
    client = {
        "name": full_name,
        "name_key": fold(full_name),
        "sort_key": sort_key(full_name),
        "registered": False,
        "category": "",
        "tags": [],
        "note": "",
    }
    key = work.connection.execute(_INSERT_CLIENT, client).inserted_primary_key
    assert key is not None
    if contacts:
        work.connection.execute(_INSERT_CONTACT, [{**contact, "client_id": key[0]} for contact in contacts])
    return int(key[0])


def _contacts(reading: Reading, phone: str | None, email: str | None) -> list[dict[str, object]]:
    contacts: list[dict[str, object]] = []
    if phone is not None and phone.strip():
        parsed = parse_phone(phone, reading.settings.region, "client_phone")
        contacts.append({"kind": "phone", "value": parsed.key, "value_key": parsed.key, "valid": parsed.valid})
    if email is not None and email.strip():
        address = parse_email(email, "client_email")
        contacts.append({"kind": "email", "value": address, "value_key": fold(address), "valid": True})
    return [{**contact, "primary": True} for contact in contacts]
