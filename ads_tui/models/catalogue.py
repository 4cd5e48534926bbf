"""Services and their types, statuses, cancel reasons."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Field, SQLModel

from ads_tui.models.columns import Json, MoneyAmount, SortKey


class ServiceType(SQLModel, table=True):
    """A service type; an appointment starts in progress (ST-1)."""

    __tablename__ = "service_types"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_key: str = Field(index=True)
    sort_key: str = Field(sa_type=SortKey)
    appointment: bool = False
    internal: bool = False


class ServiceCategory(SQLModel, table=True):
    """Where clients find a service."""

    __tablename__ = "service_categories"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_key: str = Field(index=True)
    sort_key: str = Field(sa_type=SortKey)
    client_open: bool = True


class Service(SQLModel, table=True):
    """A service: it decides an order's department, people, form and norms (CR-7). Norms are seconds of working time."""

    __tablename__ = "services"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_key: str = Field(index=True)
    sort_key: str = Field(sa_type=SortKey, index=True)
    crm_name: str = ""
    crm_sort_key: str = Field(default="", sa_type=SortKey)
    type_id: int | None = Field(default=None, foreign_key="service_types.id", index=True)
    category_id: int | None = Field(default=None, foreign_key="service_categories.id", index=True)
    department_id: int | None = Field(default=None, foreign_key="departments.id", index=True)
    tags: list[str] = Field(default_factory=list, sa_type=Json)
    note: str = ""
    form: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    max_executors: int = 1
    use_controllers: bool = False
    quality_control: bool = False
    require_document: bool = False
    require_payment: bool = False
    payment: str = "none"
    partner_commission: Decimal = Field(default=Decimal(0), sa_type=MoneyAmount)
    refund_request: bool = False
    auto_refund: bool = False
    client_open: bool = True
    client_reopen: bool = True
    ask_again: bool = False
    appointment: bool | None = None
    internal: bool = False
    reaction_norm: int | None = None
    execution_norm: int | None = None
    localization_norm: int | None = None
    calendar_id: int | None = Field(default=None, foreign_key="calendars.id")
    emergency: str = "none"
    rating_average: str = "all"
    archived_at: datetime | None = None


class ServicePerson(SQLModel, table=True):
    """A default `executor` or `controller` of a service (CR-7)."""

    __tablename__ = "service_people"

    service_id: int = Field(primary_key=True, foreign_key="services.id")
    employee_id: int = Field(primary_key=True, foreign_key="employees.id", index=True)
    part: str = Field(primary_key=True)
    position: int = 0


class ApprovalStage(SQLModel, table=True):
    """A stage of a service's approval route: an employee or a role decides (AP-1)."""

    __tablename__ = "approval_stages"

    service_id: int = Field(primary_key=True, foreign_key="services.id")
    position: int = Field(primary_key=True)
    employee_id: int | None = Field(default=None, foreign_key="employees.id", index=True)
    role_id: int | None = Field(default=None, foreign_key="roles.id", index=True)


class Status(SQLModel, table=True):
    """A status; a custom one stands wherever its base does (ST-12)."""

    __tablename__ = "statuses"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    base: str
    name: str
    name_key: str = Field(index=True)
    colour: str
    pauses_sla: bool = False
    in_load: bool = True
    position: int
    builtin: bool = False
    hidden: bool = False


class CancelReason(SQLModel, table=True):
    """A reason of `cancelled_by_client` (ST-7)."""

    __tablename__ = "cancel_reasons"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_key: str = Field(index=True)
    position: int
    hidden: bool = False
    builtin: bool = False
