"""What becomes of an order: who takes it, how long it waits and lasts, what goes wrong, up to the present."""

import contextlib
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ads_tui.domain.cancel_reasons import BUILTIN_REASONS, OTHER
from ads_tui.domain.channels import PRIORITIES
from ads_tui.domain.statuses import ServiceTraits, initial_status
from ads_tui.services.demonstration.calendar import DAY, HOUR, Calendar
from ads_tui.services.demonstration.calls import Call, Calls
from ads_tui.services.demonstration.catalogue import ROLE
from ads_tui.services.demonstration.company import WAITING_PARTS, Staff
from ads_tui.services.demonstration.material import Material
from ads_tui.services.demonstration.story import SYSTEM, Doer, Resume, StatusFacts, Story, employee, resident

_MINUTE = 60
Span = tuple[float, float]
Hours = tuple[int, int]
T = TypeVar("T")

_DAY_HOURS = (8, 20)
_OFFICE_HOURS = (9, 18)
_LATE_HOURS = (8, 22)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long an order waits to be taken and takes to be done, in seconds; `hours` of the local day, None for all."""

    wait: Span
    work: Span
    hours: Hours | None


_PACES = {
    "urgent": Pace((3 * _MINUTE, 30 * _MINUTE), (30 * _MINUTE, 5 * HOUR), None),
    "today": Pace((10 * _MINUTE, 4 * HOUR), (HOUR, 9 * HOUR), _DAY_HOURS),
    "days": Pace((30 * _MINUTE, 20 * HOUR), (3 * HOUR, 50 * HOUR), _DAY_HOURS),
    "weeks": Pace((2 * HOUR, 3 * DAY), (DAY, 14 * DAY), _OFFICE_HOURS),
}


# How long those wait that nobody finds time for.
_BACKLOG = {"urgent": (HOUR, 5 * HOUR), "today": (DAY, 5 * DAY), "days": (DAY, 75 * DAY), "weeks": (DAY, 120 * DAY)}
_LONG_WORK = (10 * DAY, 120 * DAY)
# How many orders of a pace are paused, and for how many days.
_PAUSED = {"urgent": 0.03, "today": 0.1, "days": 0.18, "weeks": 0.4}
_UNTIL_SOON = (2, 60)
_UNTIL_THE_SEASON = (40, 330)


class _Present(Exception):
    """The order's life has come to the present: it is still open."""


class Lives:
    """Lets orders live until they are closed or the present is reached."""

    def __init__(
        self,
        material: Material,
        staff: Staff,
        calls: Calls,
        calendar: Calendar,
        statuses: Mapping[str, StatusFacts],
        chance: random.Random,
    ) -> None:
        self.material, self.staff, self.calls, self.calendar = material, staff, calls, calendar
        self.statuses, self.chance = statuses, chance
        departments = material.company["departments"]
        self.starts = {
            plan.id: (
                initial_status(ServiceTraits(appointment=plan.appointment, approval=bool(plan.approval))),
                departments.index(plan.department) + 1,
            )
            for plan in material.services
        }

    def live(self, call: Call) -> Story:
        """The order's story up to the present."""
        life = _Life(self, call)
        with contextlib.suppress(_Present):
            life.run()
        life.look_back()
        return life.story


class _Life:
    """One order: `at` is the moment its life has come to."""

    def __init__(self, world: Lives, call: Call) -> None:
        self._world, self._call, self._chance = world, call, world.chance
        self._phrases = world.material.phrases
        self._pace = _PACES[call.plan.pace]
        self._crew = world.staff.crews[call.house.crew]
        self.at = call.at
        status, department = world.starts[call.plan.id]
        self.story = Story(call, world.statuses[status], department, world.statuses)

    def run(self) -> None:
        """Everything from the registration to the end."""
        self._bring_people()
        self._stay()
        if self._call.plan.approval and not self._approve():
            return
        if not self._call.plan.appointment and not self._take():
            return
        if not self._work() or not self._happens(0.035, "reopened"):
            return
        self._reopen()
        self._work()

    def look_back(self) -> None:
        """Who has seen what by now."""
        story = self.story
        if story.order["important"] and not self._happens(0.6 if story.order["is_open"] else 0.12):
            last = max(int(comment["at"].timestamp()) for comment in story.comments)
            story.see_comments(last + int(self._chance.random() * min(HOUR, self._world.calendar.now - last)))
        started = story.order["first_in_progress_at"] is not None
        for key in story.people:
            if started or self._happens(0.5):
                story.read_by(key)

    # --- the stations of a life

    def _bring_people(self) -> None:
        """Default executors and controllers (CR-7); an appointment is made with somebody."""
        plan, story = self._call.plan, self.story
        people = [self._crew.ids[login] for login in plan.executors] if len(self._world.staff.crews) == 1 else []
        if plan.appointment and not people:
            people = self._executors(1)
        if people:
            story.set_executors(self.at, story.creator, people, accepts=False)
        if plan.controllers:
            story.set_controllers(self.at, story.creator, [self._world.staff.ids[login] for login in plan.controllers])

    def _approve(self) -> bool:
        """The approval route, stage by stage (AP-1, AP-2); whether the order goes on."""
        for approver in self._call.plan.approval:
            name = "director" if approver.startswith(ROLE) else approver
            by = employee(self._world.staff.ids[name])
            self._pass((2 * HOUR, 3 * DAY), _OFFICE_HOURS)
            if self._happens(0.12, "clarification"):
                self._change(by, "clarification", self._one_of(self._phrases["clarification"]))
                self._pass((2 * HOUR, 4 * DAY), _OFFICE_HOURS)
                if self._happens(0.1):
                    return self._cancel()
                self._change(self._dispatcher(), "approval", self._one_of(self._phrases["asked_again"]))
                self._pass((2 * HOUR, 2 * DAY), _OFFICE_HOURS)
        self._change(by, "pending")
        return True

    def _take(self) -> bool:
        """From pending to in progress; whether it comes to that."""
        story, chance = self.story, self._chance
        wait = self._pace.wait
        if self._happens(0.14):
            wait = _BACKLOG[self._call.plan.pace]
        self._pass(wait, self._pace.hours)
        if self._happens(0.05):
            self._comment(self._dispatcher())
            self._pass((10 * _MINUTE, 4 * HOUR), self._pace.hours)
        if self._happens(0.07):
            return self._cancel()
        if not story.people:
            count = 1
            while count < self._call.plan.max_executors and chance.random() < 0.3:
                count += 1
            story.set_executors(self.at, self._dispatcher(), self._executors(count))
        self._pass((_MINUTE, 45 * _MINUTE), None)
        self._change(self._executor_or_dispatcher(0.65), "in_progress")
        return True

    def _work(self) -> bool:
        """From in progress to done; whether it comes to that."""
        self._trouble()
        long = self._is_slow and self._happens(0.11)
        self._pass(_LONG_WORK if long else self._pace.work, self._pace.hours)
        if self._call.visit is not None and self.at < self._call.visit[0]:
            self._pass_to(self._call.visit[0] + int(self._chance.random() * 2 * HOUR))
        if self._happens(0.012):
            return self._cancel()
        if self._call.plan.quality_control:
            self._check_quality()
        else:
            self._change(self._executor_or_dispatcher(0.8), "done", self._result())
        return True

    def _trouble(self) -> None:
        """What happens on the way: talk, edits, other people, parts, pauses."""
        story, chance = self.story, self._chance
        luck = chance.random()
        if luck < 0.16:
            self._pass((5 * _MINUTE, 3 * HOUR), self._pace.hours)
            self._comment(self._executor_or_dispatcher(0.6))
        elif luck < 0.175 and self._call.priority < len(PRIORITIES) - 1:
            self._pass((5 * _MINUTE, HOUR), None)
            story.set_priority(self.at, self._dispatcher(), self._call.priority + 1)
        elif luck < 0.19:
            self._pass((5 * _MINUTE, HOUR), None)
            day = self._world.calendar.day(self.at + int(chance.random() * 6 * DAY) + DAY)
            story.set_due(self.at, self._dispatcher(), self._world.calendar.clock(day, 18))
        elif luck < 0.23:
            self._pass((10 * _MINUTE, 6 * HOUR), self._pace.hours)
            self._change_people()
        if self._happens(0.03, WAITING_PARTS):
            self._pass((HOUR, DAY), _DAY_HOURS)
            self._change(self._executor(), WAITING_PARTS, self._one_of(self._paused_phrases()))
            self._pass((2 * DAY, 40 * DAY), _DAY_HOURS)
            self._change(self._executor(), "in_progress")
        if self._happens(_PAUSED[self._call.plan.pace], "paused"):
            self._pass((20 * _MINUTE, DAY), self._pace.hours)
            self._pause()

    def _pause(self) -> None:
        """A pause, mostly with a day to resume on: then the system ends it, or somebody earlier (ST-6, RE-1)."""
        comment = self._one_of(self._paused_phrases())
        if self._chance.random() < 0.22 and self._call.keep_in != "paused":
            self._change(self._executor_or_dispatcher(0.5), "paused", comment)
            self._pass((DAY, 40 * DAY), _DAY_HOURS)
            self._change(self._executor_or_dispatcher(0.5), "in_progress")
            return
        season = self._is_slow and self._chance.random() < 0.55
        days = int(self._span(_UNTIL_THE_SEASON if season else _UNTIL_SOON))
        calendar = self._world.calendar
        day = calendar.day((calendar.now if self._call.keep_in else self.at) + days * DAY)
        resume = Resume(day, calendar.clock(day, 11))
        self._change(self._executor_or_dispatcher(0.5), "paused", comment, resume=resume)
        if self._chance.random() < 0.4:
            self._pass_to(self.at + int((resume.at - self.at) * (0.05 + 0.9 * self._chance.random())))
            by = self._dispatcher()
        else:
            self._pass_to(resume.at)
            by = SYSTEM
        self._change(by, "in_progress")

    def _check_quality(self) -> None:
        """Quality control by the first controller, again and again until he is content (ST-9)."""
        by = employee(self._world.staff.ids[self._call.plan.controllers[0]])
        self._change(self._executor(), "quality_control", self._result())
        self._pass((HOUR, 9 * DAY), _OFFICE_HOURS)
        while self._happens(0.14):
            self._change(by, "in_progress", self._one_of(self._phrases["control_refused"]))
            self._pass((2 * HOUR, DAY), self._pace.hours)
            self._change(self._executor(), "quality_control", self._result())
            self._pass((HOUR, 2 * DAY), _OFFICE_HOURS)
        self._change(by, "done", self._one_of(self._phrases["control_passed"]) if self._chance.random() < 0.5 else None)

    def _reopen(self) -> None:
        """The caller is not content: himself, or by a call."""
        self._pass((HOUR, 9 * DAY), _LATE_HOURS)
        client = self._call.client
        by = resident(client.id) if client and not self._call.creator else self._dispatcher()
        self._change(by, "reopened", self._one_of(self._phrases["reopened"]))
        self._pass((20 * _MINUTE, 5 * DAY), self._pace.hours)
        self._change(self._executor_or_dispatcher(0.5), "in_progress")

    def _cancel(self) -> bool:
        """Cancelled by the company or by the client, never to go on."""
        client, chance = self._call.client, self._chance
        if chance.random() < 0.45:
            self._change(self._dispatcher(), "cancelled", self._one_of(self._phrases["cancelled"]))
            return False
        by = resident(client.id) if client and not self._call.creator else self._dispatcher()
        first = int(chance.random() * len(BUILTIN_REASONS))
        reasons = [reason.code for reason in BUILTIN_REASONS[first : first + (2 if chance.random() < 0.15 else 1)]]
        told = OTHER in reasons or chance.random() < 0.2
        comment = self._one_of(self._phrases["cancel_comment"]) if told else None
        self._change(by, "cancelled_by_client", comment, reasons=reasons)
        return False

    def _change_people(self) -> None:
        """One more executor where there is room, else another instead."""
        story = self.story
        others = [key for key in self._crew.departments.get(self._call.plan.department, ()) if key not in story.people]
        if not others:
            return
        room = len(story.people) < self._call.plan.max_executors
        story.set_executors(
            self.at, self._dispatcher(), [*(story.people if room else story.people[1:]), self._one_of(others)]
        )

    # --- small matters

    @property
    def _is_slow(self) -> bool:
        return self._call.plan.pace in ("days", "weeks")

    def _change(
        self,
        by: Doer,
        code: str,
        comment: str | None = None,
        *,
        reasons: Sequence[str] = (),
        resume: Resume | None = None,
    ) -> None:
        self.story.change_status(self.at, by, code, comment, reasons=reasons, resume=resume)
        self._stay()

    def _stay(self) -> None:
        """End here where the order is to stay in the status that it has."""
        if self._call.keep_in == self.story.status.code:
            raise _Present

    def _happens(self, share: float, wanted: str = "") -> bool:
        """Whether something happens, as often as `share` says; surely where it leads to the status wanted."""
        if self._call.keep_in is not None:
            return wanted == self._call.keep_in
        return self._chance.random() < share

    def _pass(self, span: Span, hours: Hours | None) -> None:
        """Let time pass, to the next of the working hours; raise _Present where that is later than now."""
        calendar = self._world.calendar
        if self._call.keep_in is not None:
            # An order that is to stay in a status must come to it before the present.
            self.at += min(int(self._span(span)), (calendar.now - self.at) // 4)
            return
        at = self.at + int(self._span(span))
        if at <= calendar.now and hours is not None:
            local = calendar.local(at) % DAY
            if local < hours[0] * HOUR:
                at += hours[0] * HOUR - local + int(self._chance.random() * HOUR)
            elif local >= hours[1] * HOUR:
                at += DAY - local + hours[0] * HOUR + int(self._chance.random() * HOUR)
        self._pass_to(at)

    def _pass_to(self, at: int) -> None:
        if at > self._world.calendar.now:
            raise _Present
        self.at = at

    def _span(self, span: Span) -> float:
        """Some length of the span, short ones oftener."""
        return span[0] * math.exp(math.log(span[1] / span[0]) * self._chance.random())

    def _one_of(self, things: Sequence[T]) -> T:
        return things[int(self._chance.random() * len(things))]

    def _paused_phrases(self) -> Sequence[str]:
        phrases: Sequence[str] = self._phrases["paused"][self._call.plan.department]
        return phrases

    def _result(self) -> str | None:
        return self._one_of(self._call.plan.did) if self._chance.random() < 0.8 else None

    def _dispatcher(self) -> Doer:
        return employee(self._world.calls.dispatcher(self.at, self._call.house))

    def _executor(self) -> Doer:
        return employee(self._one_of(self.story.people))

    def _executor_or_dispatcher(self, share: float) -> Doer:
        return self._executor() if self._chance.random() < share else self._dispatcher()

    def _executors(self, count: int) -> list[int]:
        """Whom to send: first those who do such work, then others of the department."""
        fit = [self._crew.ids[login] for login in self._call.plan.fits or self._call.plan.executors]
        first = self._one_of(fit or self._crew.departments[self._call.plan.department])
        others = [key for key in self._crew.departments[self._call.plan.department] if key != first]
        return [first, *self._chance.sample(others, min(count - 1, len(others)))]

    def _comment(self, by: Doer) -> None:
        important = self._chance.random() < 0.14
        text = self._one_of(self._phrases["important" if important else "comment"])
        self.story.add_comment(self.at, by, text, important=important)
