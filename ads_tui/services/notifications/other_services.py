"""Sends by any service that the notification library knows, by its address (NT-4)."""

import logging

from ads_tui.errors import InputError
from ads_tui.i18n import N_


def send_by(url: str, subject: str, body: str) -> bool:
    """Whether the service of an address took the message; an address that names no service takes nothing.

    Addresses hold secrets: the library's own words about them are not logged.
    """
    import apprise

    _hush()
    service = apprise.Apprise()
    return service.add(url) and bool(service.notify(title=subject, body=body, body_format=apprise.NotifyFormat.TEXT))


def demand_service(url: str, field: str) -> None:
    """Refuse, as InputError `invalid_value`, an address that names no service.

    It is told by its scheme, as the rest is secret.
    """
    import apprise

    _hush()
    if apprise.Apprise.instantiate(url) is None:
        scheme, separator, _secret = url.partition("://")
        raise InputError(
            "invalid_value",
            N_(
                "The notification library apprise cannot use the address {address}: write it as its documentation"
                " says for the service, such as tgram://TOKEN/CHAT"
            ),
            field=field,
            address=f"{scheme}://***" if separator else "***",
        )


def _hush() -> None:
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
