"""Letters by SMTP (NT-4)."""

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import SplitResult, unquote, urlsplit

from ads_tui.i18n import N_

# Seconds for which a server may be silent before it counts as down.
PATIENCE_S = 10.0
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class ServerDownError(Exception):
    """The mail server cannot be reached or lets nobody in: whatever else is to be sent would fail as well."""


class LetterRefusedError(Exception):
    """The server does not take this letter."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one recipient; `name` makes its Message-ID, the same at every attempt."""

    to: str
    subject: str
    body: str
    name: str
    at: datetime


class Mailer:
    """Sends letters over one connection, made when the first is sent; closed after the last."""

    def __init__(self, url: str, sender: str) -> None:
        """`url` is that of the setting `smtp.url`; without a sender it is the server's user."""
        self._parts = urlsplit(url)
        self._sender = sender or _sender_of(self._parts)
        self._server: smtplib.SMTP | None = None

    def send(self, letter: Letter) -> None:
        """Hand a letter to the server. Raises ServerDownError, LetterRefusedError."""
        server = self._connected()
        try:
            server.send_message(self._message(letter), self._sender, [letter.to])
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise LetterRefusedError(_said(code, text)) from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise LetterRefusedError(_said(error.smtp_code, error.smtp_error)) from error
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self._server = None
            raise ServerDownError(_reason(error)) from error
        except (smtplib.SMTPException, ValueError) as error:
            raise LetterRefusedError(_reason(error)) from error

    def check(self) -> None:
        """Reach the server and sign in. Raises ServerDownError."""
        self._connected()

    def close(self) -> None:
        """Leave the server."""
        if self._server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._server.quit()
            self._server = None

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            try:
                self._server = self._connect()
            except (smtplib.SMTPException, OSError, ValueError) as error:
                raise ServerDownError(_reason(error)) from error
        return self._server

    def _connect(self) -> smtplib.SMTP:
        parts, secure = self._parts, ssl.create_default_context()
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=PATIENCE_S, context=secure)
        else:
            server = smtplib.SMTP(host, port, timeout=PATIENCE_S)
        try:
            if parts.scheme == "smtp+starttls":
                server.starttls(context=secure)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        return server

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = letter.to
        message["Subject"] = " ".join(letter.subject.split())
        message["Date"] = format_datetime(letter.at)
        message["Message-ID"] = f"<{letter.name}@{self._sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        # Every server passes it on as it is.
        message.set_content(letter.body, cte="base64")
        return message


# What a person can look into, in words to be translated where they are shown.
_PLAIN: Mapping[type[Exception], str] = {
    ConnectionRefusedError: N_("the connection was refused: nothing answers at this address and port"),
    socket.gaierror: N_("there is no server of this name"),
    TimeoutError: N_("the server did not answer in time"),
}


def _sender_of(parts: SplitResult) -> str:
    user = unquote(parts.username or "")
    return user if "@" in user else f"ads@{parts.hostname}"


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server's certificate is not trusted: {error.verify_message}"
    plain = next((words for kind, words in _PLAIN.items() if isinstance(error, kind)), None)
    return plain or f"{type(error).__name__}: {error}"
