"""All nouns that are set up by `add`, `list`, `show` and `set`, by the name of their command."""

from ads_tui.services.nouns.catalogue import CATEGORY, DEPARTMENT, SERVICE_TYPE
from ads_tui.services.nouns.clients import CLIENT
from ads_tui.services.nouns.engine import Noun
from ads_tui.services.nouns.places import BUILDING, GROUP, ORGANIZATION, QUARTER
from ads_tui.services.nouns.premises import PREMISE
from ads_tui.services.nouns.service import SERVICE

NOUNS: dict[str, Noun] = {
    noun.name: noun
    for noun in (
        ORGANIZATION,
        GROUP,
        QUARTER,
        DEPARTMENT,
        BUILDING,
        PREMISE,
        CLIENT,
        CATEGORY,
        SERVICE_TYPE,
        SERVICE,
    )
}
