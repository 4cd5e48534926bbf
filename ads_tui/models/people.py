"""Departments, roles, employees and what they may reach."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from ads_tui.models.columns import Json, SortKey


class Department(SQLModel, table=True):
    """A department (подразделение)."""

    __tablename__ = "departments"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_key: str = Field(index=True)
    sort_key: str = Field(sa_type=SortKey)
    note: str = ""
    # No foreign key: keys both ways between two tables cannot be added on SQLite, and employees are never deleted.
    manager_id: int | None = None


class Role(SQLModel, table=True):
    """A role: rights, sections, services (RO-1)."""

    __tablename__ = "roles"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_key: str = Field(index=True)
    rights: list[str] = Field(default_factory=list, sa_type=Json)
    sections: list[str] = Field(default_factory=list, sa_type=Json)
    all_services: bool = True


class RoleService(SQLModel, table=True):
    """A service that a role with listed services may see."""

    __tablename__ = "role_services"

    role_id: int = Field(primary_key=True, foreign_key="roles.id")
    service_id: int = Field(primary_key=True, foreign_key="services.id", index=True)


class Employee(SQLModel, table=True):
    """An employee (EM-1); `blocked_at` is null while he may sign in."""

    __tablename__ = "employees"

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True)
    name: str
    name_key: str = Field(index=True)
    sort_key: str = Field(sa_type=SortKey)
    position: str = ""
    phone: str = ""
    email: str = ""
    extension: str = Field(default="", index=True)
    lang: str | None = None
    zone: str | None = None
    department_id: int | None = Field(default=None, foreign_key="departments.id", index=True)
    role_id: int = Field(foreign_key="roles.id", index=True)
    password_hash: str | None = None
    os_user: str | None = Field(default=None, unique=True)
    urls: list[str] = Field(default_factory=list, sa_type=Json)
    all_buildings: bool = True
    blocked_at: datetime | None = None


class EmployeeAccess(SQLModel, table=True):
    """What an administrator listed for an employee: a `building`, `group` or `quarter` (RO-3)."""

    __tablename__ = "employee_access"

    employee_id: int = Field(primary_key=True, foreign_key="employees.id")
    kind: str = Field(primary_key=True)
    target_id: int = Field(primary_key=True)


class EmployeeBuilding(SQLModel, table=True):
    """The buildings that follow from `employee_access`; rebuilt by one function, compared by `ads db check`."""

    __tablename__ = "employee_buildings"

    employee_id: int = Field(primary_key=True, foreign_key="employees.id")
    building_id: int = Field(primary_key=True, foreign_key="buildings.id", index=True)
