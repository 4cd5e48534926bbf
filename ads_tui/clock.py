"""Business time: the system's, or fixed by ADS_NOW (CL-2)."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime

from ads_tui.errors import InputError
from ads_tui.i18n import N_


@dataclass(frozen=True, slots=True)
class Clock:
    """Answers the present moment, aware, in UTC, to the microsecond."""

    fixed: datetime | None = None

    def now(self) -> datetime:
        """The present moment, or the fixed one."""
        return self.fixed or datetime.now(UTC)


def clock_from_environment() -> Clock:
    """The clock that ADS_NOW asks for (ISO 8601; without a zone UTC).

    Raises InputError `invalid_value` where ADS_NOW is no moment.
    """
    text = os.environ.get("ADS_NOW", "").strip()
    if not text:
        return Clock()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            "invalid_value",
            N_("ADS_NOW is no moment of ISO 8601: {text}"),
            field="ADS_NOW",
            text=text,
        ) from None
    return Clock((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC))
