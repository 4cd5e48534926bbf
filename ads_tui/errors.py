"""Refusals: one tree, each with a stable code (CL-8), a message for people and the field."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, ClassVar, Self

from ads_tui.i18n import N_, _

# In the order in which one of several faults is told (CL-8).
CODES: dict[str, tuple[int, str]] = {
    "usage": (2, N_("The command's words are off")),
    "invalid_value": (2, N_("A value that does not fit its field, or a word that no fixed list holds")),
    "field_required": (2, N_("A value that must be given is missing")),
    "filter_syntax": (2, N_("The filter line cannot be read; the place and the nearest name are told")),
    "ambiguous": (2, N_("The name fits several things; their codes are told")),
    "not_signed_in": (4, N_("Nobody is signed in, or the employee is unknown or blocked")),
    "wrong_password": (4, N_("The login or the password is wrong")),
    "locked": (4, N_("Too many wrong passwords; sign-in is closed for a while")),
    "not_found": (3, N_("It does not exist, or you may not see it")),
    "forbidden": (4, N_("Your role lacks the right or the section")),
    "too_many_selected": (1, N_("More than 100 orders at once")),
    "in_incident": (1, N_("The order is attached to an incident")),
    "conflict": (5, N_("Somebody else has changed it since you read it")),
    "transition_not_allowed": (1, N_("The order's status does not lead there")),
    "order_state": (1, N_("The order's status does not allow it")),
    "not_editable": (1, N_("The order can no longer be edited")),
    "not_offered": (1, N_("The service does not offer it")),
    "incident_state": (1, N_("The incident's status does not allow it")),
    "invoice_state": (1, N_("The invoice's state does not allow it")),
    "refund_state": (1, N_("The refund's state does not allow it")),
    "executor_required": (1, N_("The order needs an active executor first")),
    "comment_required": (1, N_("This status needs a comment")),
    "reason_required": (1, N_("Cancelling by the client needs a reason")),
    "resume_on_required": (1, N_("Pausing needs a date to resume on")),
    "resume_on_invalid": (1, N_("The date to resume on is past or too far ahead")),
    "document_required": (1, N_("The service needs a document before completion")),
    "payment_required": (1, N_("The service needs payment before completion")),
    "too_many_executors": (1, N_("More executors than the service allows")),
    "too_many_controllers": (1, N_("More than 5 controllers")),
    "wrong_department": (1, N_("The employee is of another department")),
    "no_access": (1, N_("The employee has no access to the building or the service, or is blocked")),
    "last_executor": (1, N_("The last executor can be replaced, not removed")),
    "executors_do_not_fit": (1, N_("Executors would be dropped; confirm it")),
    "replacement_required": (1, N_("The employee has open orders; name a replacement")),
    "invoice_empty": (1, N_("The invoice has no lines")),
    "payment_amount": (1, N_("The sum is not the invoice's")),
    "refund_once": (1, N_("The order has its refund already")),
    "refund_amount": (1, N_("More than was paid")),
    "chat_closed": (1, N_("The chat of this order is closed")),
    "message_locked": (1, N_("The message can no longer be changed")),
    "too_many_documents": (1, N_("More than 15 documents")),
    "file_too_large": (1, N_("The file is larger than 40 MiB")),
    "taken": (1, N_("The name or code is taken")),
    "in_use": (1, N_("It is in use and cannot be removed")),
    "unreachable": (6, N_("The database or another service does not answer")),
    "storage": (6, N_("The disk or a file cannot be read or written")),
    "database_newer": (6, N_("The database is of a newer version of the program")),
}
# Fields as sentences call them; the rest are called by their keys.
_FIELDS = {
    "order": N_("order"),
    "service": N_("service"),
    "building": N_("building"),
    "premise": N_("premise"),
    "client": N_("client"),
    "client_name": N_("client's name"),
    "name": N_("name"),
    "code": N_("code"),
    "login": N_("login"),
    "password": N_("password"),
    "role": N_("role"),
    "department": N_("department"),
    "employee": N_("employee"),
    "executor": N_("executor"),
    "executors": N_("executors"),
    "controllers": N_("controllers"),
    "organization": N_("organization"),
    "quarter": N_("quarter"),
    "group": N_("building group"),
    "status": N_("status"),
    "status_comment": N_("status comment"),
    "priority": N_("priority"),
    "channel": N_("channel"),
    "visit": N_("visit time"),
    "due_at": N_("due"),
    "reason": N_("reason"),
    "external_number": N_("external number"),
    "title": N_("title"),
    "type": N_("service type"),
    "emergency": N_("emergency class"),
    "client_category": N_("client category"),
    "calendar": N_("service calendar"),
    "organization.calendar": N_("service calendar"),
    "rule": N_("SLA rule"),
    "kind": N_("kind"),
    "right": N_("right"),
    "section": N_("section"),
    "comment": N_("comment"),
}
_RANK = {code: rank for rank, code in enumerate(CODES)}


class AdsError(Exception):
    """A refusal that a person can act on: `code`, `message`, `field`, `details`.

    `others` are what else was wrong with the same request, for forms, which tell all of it at once.
    """

    exit_code: ClassVar[int] = 0

    def __init__(
        self,
        code: str,
        text: str,
        /,
        *,
        field: str | None = None,
        details: Mapping[str, Any] | None = None,
        **values: object,
    ) -> None:
        """`text` is an English caption marked with N_, with `{name}` places filled from `values` and `field`."""
        expected = CODES[code][0]
        if expected != self.exit_code:
            raise ValueError(f"{code} belongs to exit code {expected}, not {self.exit_code}")
        super().__init__(text)
        self.code = code
        self.text = text
        self.field = field
        self.details = dict(details or {})
        self.values = values
        self.others: tuple[AdsError, ...] = ()

    @property
    def sentence(self) -> str:
        """The message with the nearest valid word, where there is one, for people (FL-4)."""
        nearest = self.details.get("nearest")
        if not nearest:
            return self.message
        return _("{refusal}. Did you mean {nearest}?").format(refusal=self.message, nearest=nearest)

    @property
    def message(self) -> str:
        """The sentence in the language of the process."""
        plain = not self.values and "{field}" not in self.text
        if plain:
            return _(self.text)
        text, field = _(self.text), self.field
        if name := _FIELDS.get(field or ""):
            field = _(name)
            if text.startswith("{field}"):
                field = field[:1].upper() + field[1:]
        return text.format(field=field, **self.values)

    def __str__(self) -> str:
        return self.message


class RuleError(AdsError):
    """Refused by a rule."""

    exit_code = 1


class InputError(AdsError):
    """Wrong usage or input."""

    exit_code = 2


class NotFoundError(AdsError):
    """Not there, or not visible (RO-3)."""

    exit_code = 3


class AccessError(AdsError):
    """Not signed in, or not allowed."""

    exit_code = 4


class ConflictError(AdsError):
    """Changed by another since it was read (ST-11)."""

    exit_code = 5


class OutsideError(AdsError):
    """The database, the disk or another service."""

    exit_code = 6


class Faults:
    """Collects refusals of one request and raises the one that CL-8 puts first, which knows the others.

    >>> faults = Faults()
    >>> with faults:
    ...     ...  # an AdsError raised here is kept
    >>> faults.raise_first()
    """

    def __init__(self) -> None:
        self._found: list[AdsError] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, AdsError):
            self._found.append(error)
            return True
        return False

    def __bool__(self) -> bool:
        return bool(self._found)

    def raise_first(self) -> None:
        """Raise the first fault by the order of `CODES`, the earliest of equals; nothing where there is none."""
        if self._found:
            first = min(self._found, key=lambda error: _RANK[error.code])
            first.others = tuple(one for found in self._found for one in (found, *found.others) if one is not first)
            raise first
