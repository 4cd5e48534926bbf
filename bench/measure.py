"""One measured line, how a thing is timed, and how lines are shown."""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

MIN_RUNS = 7


@dataclass(frozen=True, slots=True)
class Line:
    """A measure beside its floor, both in `unit`; `goal` bounds `ours / floor`, or `ours` where there is no floor."""

    name: str
    what: str
    ours: float
    unit: str
    floor: float | None = None
    goal: float | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours over the floor."""
        return None if not self.floor else self.ours / self.floor

    @property
    def holds(self) -> bool | None:
        """Whether the goal is met, None where there is none."""
        if self.goal is None:
            return None
        value = self.ours if self.ratio is None else self.ratio
        return value >= self.goal if self.at_least else value <= self.goal


def median_ms(act: Callable[[], object], *, runs: int = 31, warm_up: int = 3) -> float:
    """The median of several runs, in milliseconds."""
    for _ in range(warm_up):
        act()
    return statistics.median(_once(act) for _ in range(runs))


def paired_ms(ours: Callable[[], object], floor: Callable[[], object], *, runs: int = 31) -> tuple[float, float]:
    """Medians of two acts run in turn, so that a drifting machine drifts for both, in milliseconds."""
    ours(), floor(), ours(), floor()
    pairs = [(_once(ours), _once(floor)) for _ in range(max(runs, MIN_RUNS))]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def _once(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1_000


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def table(lines: Iterable[Line]) -> str:
    """The lines as a Markdown table."""
    rows = ["| | what | ours | floor | ratio | goal | |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for line in lines:
        floor = "" if line.floor is None else f"{line.floor:,.2f} {line.unit}"
        ratio = "" if line.ratio is None else f"{line.ratio:.2f}×"
        sign = "≥" if line.at_least else "≤"
        bound = "" if line.goal is None else f"{sign} {line.goal:g}" + ("×" if line.floor else f" {line.unit}")
        verdict = {None: "", True: "holds", False: "MISSED"}[line.holds]
        rows.append(
            f"| {line.name} | {line.what} | {line.ours:,.2f} {line.unit} | {floor} | {ratio} | {bound} | {verdict} |"
        )
    return "\n".join(rows)
