"""What an act is refused with, for trials."""

from collections.abc import Callable

import pytest

from ads_tui.errors import AdsError


def refusal(act: Callable[[], object]) -> tuple[str, str | None]:
    """The code and the field of the refusal that the act meets."""
    with pytest.raises(AdsError) as caught:
        act()
    return caught.value.code, caught.value.field
