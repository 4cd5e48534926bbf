"""The company that exports are taken of, and an export read back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ads_tui.services.export.orders import ExportResult, OrderExport, export_orders
from tests.services.world import World, postgres_company, sqlite_company, world

__all__ = ["postgres_company", "sqlite_company", "world"]


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export said, and the book that it wrote."""

    result: ExportResult
    book: Any

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The values of the first sheet below its captions."""
        return list(self.book.worksheets[0].iter_rows(min_row=2, values_only=True))

    @property
    def captions(self) -> list[str]:
        """The header of the first sheet."""
        return [cell.value for cell in self.book.worksheets[0][1]]

    @property
    def notes(self) -> dict[str, Any]:
        """The last sheet."""
        return dict(self.book.worksheets[-1].iter_rows(values_only=True))


Export = Callable[..., Exported]


@pytest.fixture
def export(world: World, tmp_path: Path) -> Export:
    """Export orders as an employee, by the words of `OrderExport`, and read the file back."""

    def run(by: str = "dora", most_rows: int = 1_000, **asked: Any) -> Exported:
        place = tmp_path / "orders.xlsx"
        wanted = OrderExport(**asked)
        result = world.read(by, lambda reading: export_orders(reading, wanted, place, most_rows=most_rows))
        assert result.file == place
        assert [path.name for path in tmp_path.iterdir()] == ["orders.xlsx"]
        return Exported(result, openpyxl.load_workbook(place))

    return run
