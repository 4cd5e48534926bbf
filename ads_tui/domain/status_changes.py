"""What a change of an order's status asks for, and what it writes beside the status (ST-4 … ST-13)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from ads_tui.domain.statuses import ServiceTraits, Status, allowed, kept_for_controllers, may_choose
from ads_tui.errors import AccessError, Faults, InputError, RuleError
from ads_tui.i18n import N_

# Bases that several orders get with a comment only (BK-2).
BULK_COMMENTED = ("done", "paused", "cancelled")


@dataclass(frozen=True, slots=True)
class StatusChange:
    """What an employee asks for.

    `comment` is None where none was given and empty where it is to be cleared; for a status based on
    `cancelled_by_client` it is the cancel comment. `resume_on` is None where none was given; it is only compared.
    """

    target: Status
    comment: str | None = None
    reasons: frozenset[str] = frozenset()
    resume_on: object = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What of an order a change of its status is judged by.

    `comment`, `reasons` and `resume_on` are the present ones, the comment that of the kind which the present
    status carries. `invoices` and `unpaid` leave void ones aside.
    """

    status: Status
    traits: ServiceTraits = field(default_factory=ServiceTraits)
    has_active_executor: bool = False
    has_document: bool = False
    invoices: int = 0
    unpaid: int = 0
    comment: str = ""
    reasons: frozenset[str] = frozenset()
    resume_on: object = None


@dataclass(frozen=True, slots=True)
class Bookkeeping:
    """What moving between two statuses writes beside the status (ST-10, ST-13); None leaves a moment as it is.

    `closes` is True where `closed_at` and `closed_by` are set, False where they are cleared, None where they stay.
    """

    first_in_progress_at: datetime | None = None
    done_at: datetime | None = None
    closes: bool | None = None
    clears_resume: bool = False
    reopens: bool = False


def check_change(
    standing: Standing,
    change: StatusChange,
    *,
    rights: Iterable[str],
    is_controller: bool = False,
    resume_on_required: bool = False,
    collect_reasons: bool = True,
) -> None:
    """Refuse a change of status by an employee that a rule forbids; of several faults CL-8's first is raised.

    `rights` are those of his role. Whether the moment of resuming is a good one is judged where it is read (ST-6).
    Raises InputError `invalid_value`, AccessError `forbidden`, RuleError `transition_not_allowed`,
    `executor_required`, `comment_required`, `reason_required`, `resume_on_required`, `document_required`,
    `payment_required`.
    """
    faults = Faults()
    with faults:
        _check_fitting(change)
    with faults:
        _check_rights(standing, change, rights, is_controller)
    with faults:
        _check_transition(standing, change)
    with faults:
        _check_executor(standing, change)
    with faults:
        _check_comment(standing, change)
    with faults:
        _check_reasons(standing, change, collect_reasons)
    with faults:
        _check_resume_on(standing, change, resume_on_required)
    with faults:
        if _moves(standing, change) and change.target.base == "done":
            check_completion(standing)
    faults.raise_first()


def check_bulk(change: StatusChange) -> None:
    """Refuse a change of several orders for what does not depend on any of them (BK-2).

    Raises InputError `invalid_value`, RuleError `comment_required`.
    """
    _check_fitting(change)
    if change.target.base in BULK_COMMENTED and not (change.comment or "").strip():
        raise RuleError("comment_required", N_("This change needs a comment"), field="comment")


def check_completion(standing: Standing) -> None:
    """Refuse completing without the document or the payment that the service requires (ST-8), whoever completes.

    Raises RuleError `document_required`, `payment_required`.
    """
    if standing.traits.requires_document and not standing.has_document:
        raise RuleError("document_required", N_("This service needs a document before the order is done"))
    if standing.traits.requires_payment and (standing.unpaid or not standing.invoices):
        raise RuleError("payment_required", N_("This service needs to be paid for before the order is done"))


def bookkeeping(
    before: str | None, after: str, now: datetime, first_in_progress_at: datetime | None = None
) -> Bookkeeping:
    """What a change between bases writes beside the status; `before` is None for a new order.

    Between statuses of one base nothing starts or ends (ST-12).
    """
    if before == after:
        return Bookkeeping()
    return Bookkeeping(
        first_in_progress_at=now if after == "in_progress" and first_in_progress_at is None else None,
        done_at=now if after == "done" else None,
        closes={"done": True, "reopened": False}.get(after),
        clears_resume=before == "paused",
        reopens=after == "reopened",
    )


def _moves(standing: Standing, change: StatusChange) -> bool:
    """Whether another status was chosen and not the present one again (ST-13)."""
    return change.target.code != standing.status.code


def _check_fitting(change: StatusChange) -> None:
    if change.reasons and change.target.base != "cancelled_by_client":
        raise InputError("invalid_value", N_("Reasons go with cancelling by the client only"), field="reason")
    if change.resume_on is not None and change.target.base != "paused":
        raise InputError("invalid_value", N_("A date to resume on goes with pausing only"), field="resume_on")


def _check_rights(standing: Standing, change: StatusChange, rights: Iterable[str], is_controller: bool) -> None:
    present, target = standing.status, change.target
    if not may_choose(present.base, target.base, standing.traits, rights, is_controller):
        raise AccessError("forbidden", N_("You may not give this order the status {status}"), status=target.code)


def _check_transition(standing: Standing, change: StatusChange) -> None:
    present, target = standing.status, change.target
    if not _moves(standing, change):
        if not _brings_news(standing, change):
            raise RuleError(
                "transition_not_allowed",
                N_("The order is in the status {status} already, and nothing new was given"),
                field="status",
                status=target.code,
            )
    elif target.base != present.base and target.base not in allowed(present.base, standing.traits):
        raise RuleError(
            "transition_not_allowed",
            N_("From {present} an order does not go to {target}"),
            field="status",
            present=present.code,
            target=target.code,
        )


def _brings_news(standing: Standing, change: StatusChange) -> bool:
    return (
        (change.comment is not None and change.comment.strip() != standing.comment)
        or (bool(change.reasons) and change.reasons != standing.reasons)
        or (change.resume_on is not None and change.resume_on != standing.resume_on)
    )


def _check_executor(standing: Standing, change: StatusChange) -> None:
    needed = _moves(standing, change) and change.target.base in ("in_progress", "done")
    if needed and not standing.has_active_executor:
        raise RuleError("executor_required", N_("Assign an executor first"))


def _comment_of(standing: Standing, change: StatusChange) -> str:
    """The comment that counts: one left over from another status does not (ST-5)."""
    if change.comment is not None:
        return change.comment.strip()
    return "" if _moves(standing, change) else standing.comment


def _check_comment(standing: Standing, change: StatusChange) -> None:
    present, target = standing.status.base, change.target.base
    if not _moves(standing, change) and change.comment is None and not change.reasons:
        return
    required = (
        target in ("paused", "cancelled")
        or (target == "in_progress" and kept_for_controllers(present, target, standing.traits))
        or (target == "cancelled_by_client" and "other" in _reasons_of(standing, change))
    )
    if required and not _comment_of(standing, change):
        raise RuleError("comment_required", N_("This change needs a comment"), field="comment")


def _reasons_of(standing: Standing, change: StatusChange) -> frozenset[str]:
    if change.reasons or change.target.base != standing.status.base:
        return change.reasons
    return standing.reasons


def _check_reasons(standing: Standing, change: StatusChange, collect: bool) -> None:
    needed = collect and _moves(standing, change) and change.target.base == "cancelled_by_client"
    if needed and not _reasons_of(standing, change):
        raise RuleError("reason_required", N_("Name at least one reason of the client"), field="reason")


def _check_resume_on(standing: Standing, change: StatusChange, required: bool) -> None:
    needed = required and _moves(standing, change) and change.target.base == "paused"
    if needed and change.resume_on is None and standing.resume_on is None:
        raise RuleError("resume_on_required", N_("Say when the order is to be resumed"), field="resume_on")
