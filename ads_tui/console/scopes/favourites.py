"""The favourite filters (FV-1 … FV-3)."""

from dataclasses import dataclass

from ads_tui.console.actions import Action, Context, needs
from ads_tui.errors import AccessError, AdsError, InputError, NotFoundError
from ads_tui.i18n import N_

FAVOURITES = "favourites"


@dataclass(frozen=True, slots=True)
class FavouritesContext(Context):
    """What the actions look at.

    `narrows` is whether a filter or a text is applied to the list beneath; `owner` the login of whose the favourite
    under the bar is, None where there is none; `names` is whether a name is being typed.
    """

    narrows: bool = False
    owner: str | None = None
    names: bool = False


def _narrows(context: FavouritesContext) -> AdsError | None:
    if context.narrows:
        return None
    return InputError("field_required", N_("The list has no filter now: apply one, then keep it here"), field="filter")


def _is_there(context: FavouritesContext) -> AdsError | None:
    return None if context.owner else NotFoundError("not_found", N_("There is no favourite under the bar"))


def _is_own(context: FavouritesContext) -> AdsError | None:
    missing = _is_there(context)
    if missing is None and context.actor is not None and context.owner != context.actor.login:
        text = N_("{owner} shares this favourite: you can apply it, not change it")
        return AccessError("forbidden", text, owner=context.owner)
    return missing


def _names(context: FavouritesContext) -> AdsError | None:
    if context.names:
        return None
    return InputError("field_required", N_("No name is being typed: add or rename a favourite first"), field="name")


ACTIONS = (
    Action(
        "favourites.apply",
        ("enter",),
        N_("Apply"),
        N_("Show the orders of the favourite under the bar; digits do it for the first nine"),
        (FAVOURITES,),
        allowed=_is_there,
    ),
    Action(
        "favourites.add",
        ("n", "ins"),
        N_("Add"),
        N_("Add to favourites: keep the filter that is applied now by a name"),
        (FAVOURITES,),
        allowed=_narrows,
    ),
    Action(
        "favourites.rename",
        ("r", "F2"),
        N_("Rename"),
        N_("Give the favourite under the bar another name"),
        (FAVOURITES,),
        allowed=_is_own,
    ),
    Action(
        "favourites.delete",
        ("d", "del"),
        N_("Delete"),
        N_("Delete the favourite under the bar"),
        (FAVOURITES,),
        allowed=_is_own,
    ),
    Action(
        "favourites.share",
        ("s", "F4"),
        N_("Share"),
        N_("Let all who have a role use the favourite under the bar, or keep it to yourself again"),
        (FAVOURITES,),
        allowed=_is_own,
        exists=needs("filters.share"),
    ),
    Action(
        "favourites.save",
        ("ctrl+s",),
        N_("Save"),
        N_("Keep the name that is being typed"),
        (FAVOURITES,),
        allowed=_names,
    ),
    Action("favourites.close", ("escape",), N_("Close"), N_("Close; the list stays as it is"), (FAVOURITES,)),
)
