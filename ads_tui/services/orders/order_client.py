"""The client of an order: a known one, or one written down with the call (CR-4)."""

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
        return find_named(
            reading, Client, client, "client", where=(col(Client.code).is_not(None), *visible_clients(reading.actor))
        )
    if given:
        required_line(name or "", "client_name")
        _contacts(reading, phone, email)
    return None


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
