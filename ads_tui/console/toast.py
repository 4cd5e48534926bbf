"""What a toast tells, and for how long."""

from dataclasses import dataclass

from textual.notifications import Notification

# A timer of the library that is asked for a time that has passed never lets go of the loop.
_LEAST_S = 0.05


@dataclass
class Told(Notification):
    """A notification that may be over between the look at its end and its toast."""

    @property
    def time_left(self) -> float:
        """The seconds left, never none."""
        return max(super().time_left, _LEAST_S)

    @property
    def has_expired(self) -> bool:
        """Whether it is over."""
        return super().time_left <= 0
