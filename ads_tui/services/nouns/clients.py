"""Clients with their contacts and premises (CL-17, CR-4)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.emails import parse_email
from ads_tui.domain.phones import parse_phone, phone_digits, search_prefixes
from ads_tui.domain.text import excerpt, fold
from ads_tui.errors import InputError
from ads_tui.i18n import N_
from ads_tui.models.places import Client, ClientContact, ClientPremise, Premise
from ads_tui.services import reach
from ads_tui.services.naming import find_thing
from ads_tui.services.nouns.engine import Found, Noun
from ads_tui.services.nouns.keys import Key, flag, line, note, words
from ads_tui.services.nouns.premises import premises_within
from ads_tui.services.nouns.values import is_empty, read_list
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.search import rewrite_texts
from ads_tui.store.work import Reading, Work

CLIENT_STATUSES = ("owner", "family", "tenant", "other")
# Fewer digits are a number of a flat or a house rather than a phone.
_FEWEST_DIGITS = 5


@dataclass(frozen=True, slots=True)
class _Contact:
    """A phone or an e-mail to be kept: as it is shown, as it is looked for, and whether it is a real one."""

    value: str
    key: str
    valid: bool = True


def _primary_contacts(reading: Reading, kind: str, clients: Sequence[Any]) -> list[str | None]:
    wanted = [client.id for client in clients]
    rows = reading.session.execute(
        sa.select(col(ClientContact.client_id), col(ClientContact.value))
        .where(col(ClientContact.client_id).in_(wanted), col(ClientContact.kind) == kind, col(ClientContact.primary))
        .order_by(col(ClientContact.id).desc())
    )
    found = {row[0]: row[1] for row in rows}
    return [found.get(client.id) for client in clients]


def _write_contact(work: Work, client: Any, kind: str, contact: _Contact | None) -> None:
    """Put the contact in the place of the primary one; the client's other contacts stay."""
    work.session.execute(
        sa.delete(ClientContact).where(
            col(ClientContact.client_id) == client.id, col(ClientContact.kind) == kind, col(ClientContact.primary)
        )
    )
    if contact is not None:
        work.session.add(
            ClientContact(
                client_id=client.id, kind=kind, value=contact.value, value_key=contact.key, valid=contact.valid
            )
        )


def _read_phone(reading: Reading, text: str) -> _Contact | None:
    if is_empty(text):
        return None
    phone = parse_phone(text, reading.settings.region, "phone")
    return _Contact(phone.key, phone.key, phone.valid)


def _read_email(_reading: Reading, text: str) -> _Contact | None:
    if is_empty(text):
        return None
    address = parse_email(text, "email")
    return _Contact(address, fold(address))


def _read_premises(reading: Reading, text: str) -> dict[int, str]:
    """What the client is to each premise, by its id; the last word on a premise given twice holds."""
    found: dict[int, str] = {}
    for item in read_list(text, "premises"):
        premise, _colon, status = item.rpartition(":")
        if not premise or status not in CLIENT_STATUSES:
            raise InputError(
                "invalid_value",
                N_("{given} is no premise with what the client is to it: PREMISE:{choices}"),
                field="premises",
                given=excerpt(item),
                choices="|".join(CLIENT_STATUSES),
            )
        thing = find_thing(reading, Premise, premise, "premises", where=premises_within(reading.actor))
        found[thing.id or 0] = status
    return found


def _write_premises(work: Work, client: Any, premises: dict[int, str]) -> None:
    """Premises out of the actor's reach stay: he does not know of them."""
    within = sa.select(col(Premise.id)).where(*premises_within(work.actor))
    work.session.execute(
        sa.delete(ClientPremise).where(
            col(ClientPremise.client_id) == client.id, col(ClientPremise.premise_id).in_(within)
        )
    )
    for premise_id, status in premises.items():
        work.session.add(ClientPremise(client_id=client.id, premise_id=premise_id, status=status))


def _show_premises(reading: Reading, clients: Sequence[Any]) -> list[Any]:
    rows = reading.session.execute(
        sa.select(col(ClientPremise.client_id), col(Premise.code), col(ClientPremise.status))
        .join(Premise, col(Premise.id) == col(ClientPremise.premise_id))
        .where(col(ClientPremise.client_id).in_([client.id for client in clients]), *premises_within(reading.actor))
        .order_by(col(Premise.sort_key), col(Premise.id))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for client_id, code, status in rows:
        found[client_id].append(f"{code}:{status}")
    return [found[client.id] for client in clients]


def _settle(work: Work, client: Any, changed: frozenset[str]) -> None:
    if "name" in changed:
        rewrite_texts(work.connection, ORDERS.c.client_id == client.id)


def _found_by() -> Found:
    """By name, code and category; by e-mail and phone the other way, since a client may have several."""
    return sa.select(col(Client.id), col(Client.code), col(Client.name), col(Client.category), col(Client.tags))


def _text_of(texts: Sequence[Any]) -> str:
    *plain, tags = texts
    return " ".join(str(text) for text in (*plain, *tags) if text)


def _by_contact(reading: Reading, text: str) -> frozenset[int]:
    """The clients with a phone that begins as the one that was typed in any form, or with this e-mail."""
    key = col(ClientContact.value_key)
    prefixes = search_prefixes(text, reading.settings.region)
    begun = [key.startswith(prefix, autoescape=True) for prefix in prefixes]
    if len(phone_digits(text)) < _FEWEST_DIGITS:
        begun = []
    found = sa.select(col(ClientContact.client_id)).where(sa.or_(key == fold(text), *begun))
    return frozenset(reading.session.scalars(found))


CLIENT = Noun(
    name="client",
    plural="clients",
    model=Client,
    right="clients.edit",
    section="clients",
    keys=(
        Key(
            "phone",
            N_("Phone"),
            "PHONE",
            _read_phone,
            lambda work, client, value: _write_contact(work, client, "phone", value),
            lambda reading, clients: _primary_contacts(reading, "phone", clients),
            linked=True,
            kind="phone",
        ),
        Key(
            "email",
            N_("E-mail"),
            "EMAIL",
            _read_email,
            lambda work, client, value: _write_contact(work, client, "email", value),
            lambda reading, clients: _primary_contacts(reading, "email", clients),
            linked=True,
        ),
        flag("registered", N_("Registered")),
        line("category", N_("Client category")),
        words("tags", N_("Tags")),
        note(),
        Key(
            "premises",
            N_("Premises"),
            f"PREMISE:{'|'.join(CLIENT_STATUSES)},…",
            _read_premises,
            _write_premises,
            _show_premises,
            linked=True,
        ),
    ),
    columns=("phone", "email", "registered", "category", "premises"),
    audited=False,
    within=reach.visible_clients,
    found_by=_found_by,
    text_of=_text_of,
    also_found=_by_contact,
    settle=_settle,
)
