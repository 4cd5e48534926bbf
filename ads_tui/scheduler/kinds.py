"""The kinds of work that the scheduler does (SC-2); those of a later piece of work join here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ads_tui.i18n import N_
from ads_tui.scheduler.auto_resume import resume_orders
from ads_tui.scheduler.due_soon import remind
from ads_tui.scheduler.items import Do
from ads_tui.scheduler.resume_warning import warn
from ads_tui.scheduler.sla_broken import record_breaks
from ads_tui.services.due_work import AUTO_RESUME, DUE_SOON, RESUME_WARNING, SLA_BROKEN


@dataclass(frozen=True, slots=True)
class Kind:
    """How work of a kind is done, what people call that, and how CL-6 prints its subject."""

    do: Do
    caption: str
    shown: Callable[[str], Mapping[str, str | int]] = lambda _subject: {}


# In the order in which things of one order are done that have come due together: breaks have their moments before
# the order resumes, and nobody is warned of what has happened.
KINDS: Mapping[str, Kind] = {
    SLA_BROKEN: Kind(record_breaks, N_("not in time"), lambda clock: {"clock": clock}),
    AUTO_RESUME: Kind(resume_orders, N_("resumed")),
    RESUME_WARNING: Kind(warn, N_("warned before resuming"), lambda day: {"day": int(day)}),
    DUE_SOON: Kind(remind, N_("reminded of the due")),
}
