"""Who acts: an employee with his rights and reach, or the system."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ads_tui.errors import AccessError
from ads_tui.i18n import N_


@dataclass(frozen=True, slots=True)
class Actor:
    """An employee signed in, or the system.

    `rights` are those in effect (RO-2). `buildings` and `services` are ids, ascending; None is all (RO-3).
    `refusal` is set where nobody is signed in: told at his first act, so that wrong input is told before (CL-8).
    """

    kind: str
    id: int | None = None
    login: str | None = None
    name: str = ""
    role: str = ""
    rights: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    buildings: tuple[int, ...] | None = None
    services: tuple[int, ...] | None = None
    department_id: int | None = None
    lang: str | None = None
    zone: ZoneInfo | None = None
    refusal: AccessError | None = None

    @property
    def is_system(self) -> bool:
        """Whether the system acts: it may do all and sees all."""
        return self.kind == "system"

    def require_signed_in(self) -> None:
        """Raise the AccessError `not_signed_in` with which nobody was found to act."""
        if self.refusal is not None:
            raise self.refusal

    def may(self, right: str) -> bool:
        """Whether the right is held."""
        return self.is_system or right in self.rights

    def require(self, right: str) -> None:
        """Raise AccessError `forbidden` where the right is lacking (RO-2)."""
        self.require_signed_in()
        if not self.may(right):
            raise AccessError("forbidden", N_("Your role lacks the right {right}"), right=right)

    def require_section(self, section: str) -> None:
        """Raise AccessError `forbidden` where the section is lacking (RO-1)."""
        self.require_signed_in()
        if not self.is_system and section not in self.sections:
            raise AccessError("forbidden", N_("Your role lacks the section {section}"), section=section)

    def sees_building(self, building_id: int) -> bool:
        """Whether the building is within reach (RO-3)."""
        return self.buildings is None or building_id in self.buildings

    def sees_service(self, service_id: int) -> bool:
        """Whether the service is within reach (RO-3)."""
        return self.services is None or service_id in self.services


SYSTEM = Actor(kind="system")
