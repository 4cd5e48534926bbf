"""How many toasts of one kind are shown: those above the setting are told together after their minute (NT-5)."""

from collections import defaultdict

WITHIN_S = 60.0


class Storms:
    """Counts what was shown of each kind, by monotonic seconds."""

    def __init__(self) -> None:
        self._shown: defaultdict[str, list[float]] = defaultdict(list)
        self._held: defaultdict[str, int] = defaultdict(int)

    def takes(self, kind: str, most: int, now: float) -> bool:
        """Whether one more of a kind is shown by itself; else it is held."""
        self._shown[kind] = [moment for moment in self._shown[kind] if now - moment < WITHIN_S]
        if len(self._shown[kind]) < most:
            self._shown[kind].append(now)
            return True
        self._held[kind] += 1
        return False

    @property
    def waits(self) -> bool:
        """Whether any are held."""
        return bool(self._held)

    def over(self, now: float) -> dict[str, int]:
        """How many were held of the kinds whose minute is over; they are held no longer."""
        ended = [kind for kind in self._held if not self._shown[kind] or now - self._shown[kind][0] >= WITHIN_S]
        return {kind: self._held.pop(kind) for kind in ended}
