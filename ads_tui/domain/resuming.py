"""When a paused order resumes by itself, and when its executors are warned before (RE-1 … RE-3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ads_tui.domain.moments import ResumeOn, resolve_local

_DAYS_BEFORE = (3, 2, 1)
_WARNED_AT = time(9)
_WARNED_ON_THE_DAY_AT = time(10)
_WARNED_BEFORE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ResumeWarning:
    """A warning at a moment in UTC, `days` before the day of resuming."""

    days: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of a pause is to be done at a moment: resume the order, or send one warning, or neither."""

    resume: bool = False
    warning: ResumeWarning | None = None


def warnings_before(resume_on: ResumeOn, zone: ZoneInfo, since: datetime) -> tuple[ResumeWarning, ...]:
    """The warnings of a pause, earliest first; `zone` is the organization's.

    `since` is when this date to resume on was set: at the pausing, or later (RE-2). Those before it are left out.
    """
    day = resume_on.at.astimezone(zone).date()
    found = [
        ResumeWarning(days, resolve_local(datetime.combine(day - timedelta(days=days), _WARNED_AT), zone))
        for days in _DAYS_BEFORE
    ]
    on_the_day = (
        resolve_local(datetime.combine(day, _WARNED_ON_THE_DAY_AT), zone)
        if resume_on.is_date
        else resume_on.at - _WARNED_BEFORE
    )
    return tuple(warning for warning in [*found, ResumeWarning(0, on_the_day)] if warning.at >= since)


def waiting_at(resume_on: ResumeOn, unsent: Iterable[ResumeWarning], now: datetime) -> Waiting:
    """What of a pause is to be done at `now`, also after a time in which nothing ran (RE-3).

    Of several missed warnings the latest; none where the order is to be resumed.
    """
    if now >= resume_on.at:
        return Waiting(resume=True)
    missed = [warning for warning in unsent if warning.at <= now]
    return Waiting(warning=max(missed, key=lambda warning: warning.at, default=None))
