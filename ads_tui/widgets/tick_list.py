"""A list whose lines are ticked with Space, so that Enter is left to the dialog around it."""

from typing import Any

from textual.widgets import SelectionList


class TickList(SelectionList[str]):
    """Space and a click tick; Enter goes to whoever holds the list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bindings.key_to_bindings.pop("enter", None)
