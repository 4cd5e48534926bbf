"""Departments, service types and service categories (CL-17)."""

from ads_tui.i18n import N_
from ads_tui.models.catalogue import ServiceCategory, ServiceType
from ads_tui.models.people import Department
from ads_tui.services.nouns.engine import Noun
from ads_tui.services.nouns.keys import employee, flag, note

DEPARTMENT = Noun(
    name="department",
    plural="departments",
    model=Department,
    right="admin",
    section="administration",
    keys=(employee("manager", N_("Manager"), "manager_id"), note()),
    columns=("manager",),
)

CATEGORY = Noun(
    name="category",
    plural="categories",
    model=ServiceCategory,
    right="services.edit",
    section="services",
    keys=(flag("client_open", N_("Clients find it")),),
    columns=("client_open",),
)

SERVICE_TYPE = Noun(
    name="service-type",
    plural="service_types",
    model=ServiceType,
    right="services.edit",
    section="services",
    keys=(flag("appointment", N_("Appointment")), flag("internal", N_("Internal"))),
    columns=("appointment", "internal"),
)
