"""The card of a client, registered or written down with a call."""

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.phones import show_phone
from ads_tui.i18n import N_, _
from ads_tui.models.places import Client, ClientContact
from ads_tui.services.cards.card import Card, card, listed
from ads_tui.services.cards.places import homes_of
from ads_tui.services.reach import visible_clients
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading


def client_card(reading: Reading, key: int) -> Card | None:
    """A client whom the actor may see, by id; his phones as RO-5 shows them, his homes within reach."""
    seen = sa.select(Client).where(col(Client.id) == key, *visible_clients(reading.actor))
    client = reading.session.scalars(seen).first()
    if client is None:
        return None
    contacts = reading.session.execute(
        sa.select(col(ClientContact.kind), col(ClientContact.value))
        .where(col(ClientContact.client_id) == key)
        .order_by(col(ClientContact.primary).desc(), col(ClientContact.id))
    ).all()
    phones = [show_phone(row.value, reading.settings.region) for row in contacts if row.kind == "phone"]
    lines = [
        (N_("Phone"), listed(phones) if _shows_phones(reading, key) else ""),
        (N_("E-mail"), listed(row.value for row in contacts if row.kind == "email")),
        (N_("Registered"), _("yes") if client.registered else _("no")),
        (N_("Client category"), client.category),
        (N_("Premises"), "; ".join(homes_of(reading, key))),
        (N_("Tags"), listed(client.tags)),
    ]
    return card(client.name, lines, client.note)


def _shows_phones(reading: Reading, client: int) -> bool:
    """Not to an executor before one of his orders of the client was in progress (RO-5)."""
    if reading.actor.may("orders.view_all"):
        return True
    begun = select_orders(reading.actor, ORDERS.c.number).where(
        ORDERS.c.client_id == client, ORDERS.c.first_in_progress_at.is_not(None)
    )
    return reading.connection.execute(begun.limit(1)).first() is not None
