"""One order as it is told: its row, chained events, people and comments, as the services of orders write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from ads_tui.domain.history import GENESIS
from ads_tui.domain.moments import iso_utc
from ads_tui.domain.status_changes import bookkeeping
from ads_tui.domain.statuses import is_open
from ads_tui.services.demonstration.calls import Call
from ads_tui.services.demonstration.clocks import StoryClocks
from ads_tui.store.bulk import Row
from ads_tui.store.order_rows import LockedOrder, PendingEvent
from ads_tui.store.search import SearchText


def moment(seconds: int) -> datetime:
    """Seconds since 1970 as a moment in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something: an employee, a client or the system."""

    kind: str
    id: int | None
    source: str

    @property
    def employee(self) -> int | None:
        """His id where he is an employee."""
        return self.id if self.kind == "employee" else None


SYSTEM = Doer("system", None, "system")


@cache
def employee(key: int) -> Doer:
    """An employee."""
    return Doer("employee", key, "employee")


def resident(key: int) -> Doer:
    """A client."""
    return Doer("client", key, "resident")


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """A status as a story needs it."""

    id: int
    code: str
    base: str
    in_load: bool
    pauses_sla: bool


@dataclass(frozen=True, slots=True)
class Resume:
    """The day to resume on, and its moment (ST-6)."""

    day: date
    at: int


class Story:
    """An order that things happen to, each at a moment in seconds since 1970, never earlier than the one before."""

    def __init__(
        self, call: Call, status: StatusFacts, department_id: int, statuses: Mapping[str, StatusFacts]
    ) -> None:
        self.call, self.status = call, status
        self._statuses = statuses
        self.people: list[int] = []
        self.executors: dict[int, dict[str, Any]] = {}
        self.controllers: list[Row] = []
        self.comments: list[dict[str, Any]] = []
        self.reasons: list[str] = []
        self._resume: Resume | None = None
        creator = employee(call.creator) if call.creator else resident(call.client.id) if call.client else SYSTEM
        self.order = LockedOrder.new(_row(call, status, department_id, creator))
        self.creator = self._by = creator
        plan = call.plan
        self.clocks = StoryClocks(call.at, (plan.reaction, plan.execution, plan.localization), self._tell_result)
        self._record(call.at, creator, "created", {"to": status.code, "due": None})
        if status.base == "in_progress":
            self.order.set(first_in_progress_at=self.order["created_at"])
            self.clocks.change(call.at, "pending", status.base, pauses=False)
        self._repeat_due()

    def change_status(
        self,
        at: int,
        by: Doer,
        code: str,
        comment: str | None = None,
        *,
        reasons: Sequence[str] = (),
        resume: Resume | None = None,
    ) -> None:
        """Give the order another status, with what ST-10 sets and clears beside it."""
        self._accept(at, by)
        self._by = by
        target, order = self._statuses[code], self.order
        book = bookkeeping(self.status.base, target.base, moment(at), order["first_in_progress_at"])
        if book.clears_resume or resume is not None:
            self._set_resume(at, by, resume)
        if book.first_in_progress_at is not None:
            order.set(first_in_progress_at=book.first_in_progress_at)
        if book.done_at is not None:
            order.set(done_at=book.done_at)
        if book.closes is not None:
            order.set(closed_at=moment(at) if book.closes else None, closed_by=by.employee if book.closes else None)
        if book.reopens:
            order.set(reopened_count=order["reopened_count"] + 1)
        if comment is not None:
            column = "cancel_comment" if target.base == "cancelled_by_client" else "status_comment"
            order.set(**{column: comment})
        self.reasons = list(reasons)
        order.set(status_id=target.id, base_status=target.base, is_open=is_open(target.base))
        pauses = target.base == "paused" or target.pauses_sla
        data: dict[str, Any] = {"from": self.status.code, "to": code, "comment": comment or None}
        data["reasons"] = sorted(reasons)
        if pauses and target.base != "paused":
            data["pauses"] = True
        self._record(at, by, "status", data)
        self.clocks.change(at, self.status.base, target.base, pauses=pauses)
        self._repeat_due()
        self.status = target

    def set_executors(self, at: int, by: Doer, people: Sequence[int], *, accepts: bool = True) -> None:
        """Replace the executors; those who go stay among those who ever were."""
        if accepts:
            self._accept(at, by)
        before, when = self.people, moment(at)
        for gone in before:
            if gone not in people:
                self.executors[gone] |= {"active": False, "unread": False, "removed_at": when}
        for came in people:
            if came not in before:
                self.executors[came] = {
                    "order_number": self.call.number,
                    "employee_id": came,
                    "active": True,
                    "unread": came != by.employee,
                    "assigned_at": when,
                    "assigned_by": by.employee,
                    "removed_at": None,
                }
        self.people = list(people)
        self._record(at, by, "executors", {"from": list(before), "to": list(people)})

    def set_controllers(self, at: int, by: Doer, people: Sequence[int]) -> None:
        """Name the controllers that the service brings along."""
        self.controllers = [
            {
                "order_number": self.call.number,
                "employee_id": key,
                "assigned_at": moment(at),
                "assigned_by": by.employee,
            }
            for key in people
        ]
        self._record(at, by, "controllers", {"from": [], "to": list(people)})

    def add_comment(self, at: int, by: Doer, text: str, *, important: bool = False) -> None:
        """Write an internal comment; an important one raises the order until another has seen it."""
        self._accept(at, by)
        when = moment(at)
        self.comments.append(
            {
                "order_number": self.call.number,
                "at": when,
                "by_id": by.employee,
                "text": text,
                "important": important,
                "seen_at": None,
            }
        )
        self.order.set(updated_at=when, important=important or self.order["important"])

    def see_comments(self, at: int) -> None:
        """Let somebody else look at the comments."""
        for comment in self.comments:
            if comment["important"] and comment["seen_at"] is None:
                comment["seen_at"] = moment(at)
        self.order.set(important=False)

    def read_by(self, key: int) -> None:
        """Let an executor open the order."""
        self.executors[key]["unread"] = False

    def set_priority(self, at: int, by: Doer, priority: int) -> None:
        """Give another priority."""
        self._edit(at, by, "priority", self.order["priority"], priority)
        self.order.set(priority=priority)

    def set_due(self, at: int, by: Doer, due: int) -> None:
        """Set the due moment by hand."""
        before, after = self.order["due_at"], moment(due)
        self._edit(at, by, "due_at", before and iso_utc(before), iso_utc(after))
        self.clocks.set_due(due)
        self.order.set(due_at=after, due_by_hand=True)

    def end(self, now: int) -> None:
        """Let the time up to the present pass."""
        self.clocks.pass_to(now)
        self.order.set(next_due_at=self.clocks.next_due())

    def executor_rows(self) -> list[Row]:
        """Everyone who is or was an executor, as the order stands at the end."""
        counts, updated = is_open(self.status.base) and self.status.in_load, self.order["updated_at"]
        return [{**row, "in_load": counts, "updated_at": updated} for row in self.executors.values()]

    def text_row(self) -> Row:
        """The words by which the order is found."""
        call = self.call
        text = SearchText(
            number=call.number,
            building_id=call.house.id,
            service_id=call.plan.id,
            service=call.plan.name,
            client=call.client.name if call.client else "",
            address=call.house.address,
            premise=call.flat.name if call.flat else "",
            essence=call.essence,
        )
        return {"order_number": call.number, "body": text.body}

    def _record(self, at: int, by: Doer, kind: str, data: Mapping[str, Any], field: str | None = None) -> None:
        self.clocks.pass_to(at)
        self._append(at, by, kind, data, field, moves=True)

    def _tell_result(self, at: int, kind: str, data: Mapping[str, Any]) -> None:
        """What broke the system tells, as its scheduler does; what was met comes with the act of somebody (SL-6)."""
        self._append(at, SYSTEM if data["to"] == "broken" else self._by, "sla", data, kind, moves=False)

    def _append(self, at: int, by: Doer, kind: str, data: Mapping[str, Any], field: str | None, *, moves: bool) -> None:
        when = moment(at)
        event = PendingEvent(when, when, by.kind, by.id, by.source, None, kind, field, data)
        self.order.append(event, moves=moves)

    def _accept(self, at: int, by: Doer) -> None:
        if by.kind == "employee" and self.order["accepted_at"] is None:
            self.order.set(accepted_at=moment(at), accepted_by=by.id)
            self._record(at, by, "accepted", {})

    def _edit(self, at: int, by: Doer, field: str, before: Any, after: Any) -> None:
        self._accept(at, by)
        self._record(at, by, "edited", {"from": before, "to": after}, field)

    def _set_resume(self, at: int, by: Doer, resume: Resume | None) -> None:
        before, after = (value.day.isoformat() if value else None for value in (self._resume, resume))
        self._resume = resume
        self.order.set(resume_at=moment(resume.at) if resume else None, resume_is_date=resume is not None)
        if before != after:
            self._record(at, by, "resume_on", {"from": before, "to": after})

    def _repeat_due(self) -> None:
        due = self.clocks.due
        self.order.set(due_at=None if due is None else moment(due), due_by_hand=self.clocks.by_hand)


def _row(call: Call, status: StatusFacts, department_id: int, creator: Doer) -> dict[str, Any]:
    created = moment(call.at)
    return {
        "number": call.number,
        "external_number": None,
        "status_id": status.id,
        "base_status": status.base,
        "is_open": True,
        "status_comment": "",
        "cancel_comment": "",
        "resume_at": None,
        "resume_is_date": False,
        "service_id": call.plan.id,
        "department_id": department_id,
        "building_id": call.house.id,
        "premise_id": call.flat.id if call.flat else None,
        "client_id": call.client.id if call.client else None,
        "channel": call.channel,
        "registration_method": creator.kind if creator.kind == "employee" else "resident",
        "priority": call.priority,
        "essence": call.essence,
        "form_data": call.answers,
        "created_at": created,
        "created_by": creator.employee,
        "updated_at": created,
        "due_at": None,
        "due_by_hand": False,
        "next_due_at": None,
        "localized_at": None,
        "visit_from": moment(call.visit[0]) if call.visit else None,
        "visit_to": moment(call.visit[1]) if call.visit else None,
        "first_in_progress_at": None,
        "done_at": None,
        "accepted_at": None,
        "accepted_by": None,
        "closed_at": None,
        "closed_by": None,
        "reopened_count": 0,
        "important": False,
        "unread_messages": 0,
        "history_seq": 0,
        "history_head": GENESIS,
    }
