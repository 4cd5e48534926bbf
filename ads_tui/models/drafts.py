"""What employees have typed and not sent."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from ads_tui.models.columns import Json


class Draft(SQLModel, table=True):
    """What an employee typed into a form (decision 14).

    `kind` is the form, `subject` what it is about, empty for none.
    """

    __tablename__ = "drafts"

    employee_id: int = Field(primary_key=True, foreign_key="employees.id")
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    updated_at: datetime
