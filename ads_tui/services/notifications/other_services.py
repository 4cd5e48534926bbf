"""Sends by any service that the notification library knows, by its address (NT-4)."""

import logging


def send_by(url: str, subject: str, body: str) -> bool:
    """Whether the service of an address took the message; an address that names no service takes nothing.

    Addresses hold secrets: the library's own words about them are not logged.
    """
    import apprise

    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    service = apprise.Apprise()
    return service.add(url) and bool(service.notify(title=subject, body=body, body_format=apprise.NotifyFormat.TEXT))
