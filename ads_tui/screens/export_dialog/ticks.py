"""Which fields an export is to have: ticked one by one, by group, or all (XL-2); the file has them in this order."""

from collections.abc import Iterable

from textual.content import Content

from ads_tui.domain.export_fields import ALL_ORDER_FIELDS, GROUPS, ORDER_FIELDS
from ads_tui.i18n import _

# Before the key of a group in the list, where its fields stand too.
_GROUP = "group."


class FieldTicks:
    """The ticked fields in the order in which they were ticked; what is ticked at once comes as in XL-1."""

    def __init__(self, ticked: Iterable[str]) -> None:
        self._ticked = list(ticked)

    @property
    def fields(self) -> tuple[str, ...]:
        """The ticked fields, in the order of the file's columns."""
        return tuple(self._ticked)

    @property
    def ticked(self) -> frozenset[str]:
        """The lines that are ticked, groups too."""
        groups = (_GROUP + group for group in GROUPS if self._has_all(_fields_of(group)))
        return frozenset((*self._ticked, *groups))

    def toggle(self, line: str) -> None:
        """Tick the field or the group of a line, or untick it."""
        if line.startswith(_GROUP):
            self._toggle(_fields_of(line.removeprefix(_GROUP)))
        else:
            self._toggle((line,))

    def toggle_group_of(self, line: str) -> None:
        """Tick the whole group that a line belongs to, or none of it."""
        group = line.removeprefix(_GROUP) if line.startswith(_GROUP) else ORDER_FIELDS[line].group
        self._toggle(_fields_of(group))

    def toggle_all(self) -> None:
        """Tick all, in the order of XL-1, or none."""
        self._ticked = [] if self._has_all(ALL_ORDER_FIELDS) else list(ALL_ORDER_FIELDS)

    def _toggle(self, fields: tuple[str, ...]) -> None:
        if self._has_all(fields):
            self._ticked = [key for key in self._ticked if key not in fields]
        else:
            self._ticked += [key for key in fields if key not in self._ticked]

    def _has_all(self, fields: tuple[str, ...]) -> bool:
        return set(fields) <= set(self._ticked)

    def lines(self) -> list[tuple[str, Content]]:
        """The groups with their fields, and at which place in the file a ticked field stands."""
        found: list[tuple[str, Content]] = []
        for group, caption in GROUPS.items():
            fields = _fields_of(group)
            count = _("{ticked} of {all}").format(ticked=sum(key in self._ticked for key in fields), all=len(fields))
            found.append((_GROUP + group, Content.styled(_(caption), "bold") + Content.styled(f"  {count}", "dim")))
            found += [(key, self._line(key)) for key in fields]
        return found

    def _line(self, key: str) -> Content:
        place = str(self._ticked.index(key) + 1) if key in self._ticked else ""
        return Content.styled(f"{place:>4}  ", "bold $accent") + Content(_(ORDER_FIELDS[key].caption))


def _fields_of(group: str) -> tuple[str, ...]:
    return tuple(key for key, field in ORDER_FIELDS.items() if field.group == group)
