"""The dialog of filters."""

from dataclasses import dataclass

from ads_tui.console.actions import Action, Context
from ads_tui.errors import AdsError, NotFoundError
from ads_tui.i18n import N_

FILTERS = "filters"


@dataclass(frozen=True, slots=True)
class FiltersContext(Context):
    """What the dialog's actions look at: whether the present name is given anything, whether any name is."""

    is_given: bool = False
    are_given: bool = False


def _given_nothing(context: FiltersContext) -> AdsError | None:
    return None if context.is_given else NotFoundError("not_found", N_("Nothing is chosen for this filter"))


def _none_given(context: FiltersContext) -> AdsError | None:
    return None if context.are_given else NotFoundError("not_found", N_("No filter is chosen here"))


ACTIONS = (
    Action("filters.apply", ("ctrl+s", "F2"), N_("Apply"), N_("Narrow the list by these filters"), (FILTERS,)),
    Action(
        "filters.back",
        ("escape",),
        N_("Back"),
        N_("Go back to the names; from there close, with nothing applied"),
        (FILTERS,),
    ),
    Action(
        "filters.clear", ("F8",), N_("Clear"), N_("Take away what is chosen here"), (FILTERS,), allowed=_given_nothing
    ),
    Action("filters.clear_all", ("F9",), N_("Clear all"), N_("Take away all filters"), (FILTERS,), allowed=_none_given),
    Action(
        "filters.none_of", ("F4",), N_("None of"), N_("Find orders with none of these, or any of these"), (FILTERS,)
    ),
)
