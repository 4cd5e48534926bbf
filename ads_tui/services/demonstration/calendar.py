"""The year of the demonstration: local time, and how many calls come when."""

import random
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from ads_tui.services.demonstration.material import Material

HOUR = 3_600
DAY = 24 * HOUR
_HOURS = 365 * 24


class Calendar:
    """The year that ends at `now`: seconds since 1970, local hours of the organization's zone, how many calls when."""

    def __init__(self, material: Material, now: datetime, zone: ZoneInfo, seed: int) -> None:
        self.now = int(now.timestamp())
        self.start = self.now - _HOURS * HOUR
        self.zone = zone
        local = [datetime.fromtimestamp(self.start + place * HOUR, UTC).astimezone(zone) for place in range(_HOURS + 1)]
        self._offsets = [int((moment.utcoffset() or timedelta()).total_seconds()) for moment in local]
        self._keys = [(moment.month, moment.hour) for moment in local]
        weights = _busyness(material.arrival, local[:-1], random.Random(f"{seed}/weather"))
        total = sum(weights)
        self._shares = [share / total for share in accumulate(weights)]

    def moment(self, share: float) -> int:
        """The moment up to which this share of the year's calls came."""
        place = min(bisect_left(self._shares, share), _HOURS - 1)
        before = self._shares[place - 1] if place else 0.0
        within = (share - before) / (self._shares[place] - before)
        return min(self.start + int((place + within) * HOUR), self.now)

    def key(self, at: int) -> tuple[int, int]:
        """The local month and hour."""
        return self._keys[(at - self.start) // HOUR]

    def local(self, at: int) -> int:
        """The seconds since 1970 that a local clock shows; for a moment within the year."""
        return at + self._offsets[(at - self.start) // HOUR]

    def day(self, at: int) -> date:
        """The local date of any moment."""
        return datetime.fromtimestamp(at, self.zone).date()

    def clock(self, day: date, hour: int) -> int:
        """The moment at which the local clock shows a full hour of a day."""
        return int(datetime(day.year, day.month, day.day, hour, tzinfo=self.zone).timestamp())


def _busyness(arrival: Mapping[str, Any], hours: Sequence[datetime], chance: random.Random) -> list[float]:
    """How many calls come in each hour: by the hour, weekday and month, and by a day's own luck, as in a storm."""
    luck: dict[date, float] = {}
    weights = []
    for moment in hours:
        day = moment.date()
        if day not in luck:
            luck[day] = chance.lognormvariate(0, 0.22)
        weights.append(
            arrival["hours"]["all"][moment.hour]
            * arrival["weekdays"]["all"][moment.weekday()]
            * arrival["months"]["all"][moment.month - 1]
            * luck[day]
        )
    return weights
