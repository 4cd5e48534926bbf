"""Business time: the system's, by a server's clock where there is one, or fixed by ADS_NOW (CL-2, decision 11)."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ads_tui.errors import InputError
from ads_tui.i18n import N_

# A machine's clock that has moved further than this past the time that went by was set, or the machine slept.
_SET_S = 0.5


@dataclass(frozen=True, slots=True)
class _Correction:
    """How far a server's clock is ahead of the machine's, whose zero of the monotonic clock was at `zero`."""

    ahead: timedelta
    zero: datetime


@dataclass(slots=True, eq=False)
class Clock:
    """Answers the present moment, aware, in UTC, to the microsecond; never corrected where it is fixed."""

    fixed: datetime | None = None
    _correction: _Correction | None = field(default=None, init=False, repr=False)

    def now(self) -> datetime:
        """The present moment, or the fixed one."""
        if self.fixed:
            return self.fixed
        return self.machine() + (self._correction.ahead if self._correction else timedelta(0))

    def machine(self) -> datetime:
        """The present moment by the machine's own clock."""
        return datetime.now(UTC)

    def follow(self, ask: Callable[[], datetime], *, anew: bool) -> None:
        """Go by a server's clock, which is asked first, when it is to be asked `anew`, and when the machine's was set.

        The server is taken to have looked at its clock half way between question and answer.
        """
        if self.fixed or not (anew or self._is_unsure()):
            return
        asked = time.monotonic()
        told = ask()
        answered = time.monotonic()
        machine = self.machine()
        half = timedelta(seconds=(answered - asked) / 2)
        self._correction = _Correction(told + half - machine, machine - timedelta(seconds=answered))

    def _is_unsure(self) -> bool:
        if self._correction is None:
            return True
        zero = self.machine() - timedelta(seconds=time.monotonic())
        return abs(zero - self._correction.zero) > timedelta(seconds=_SET_S)


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
