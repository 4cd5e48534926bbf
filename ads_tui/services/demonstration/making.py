"""Makes the whole demonstration, from the company to the last call."""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from ads_tui.domain.actors import SYSTEM
from ads_tui.i18n import N_, language
from ads_tui.models.catalogue import CancelReason, Status
from ads_tui.models.ground import Installation
from ads_tui.services.demonstration.calendar import Calendar
from ads_tui.services.demonstration.calls import Calls
from ads_tui.services.demonstration.catalogue import add_catalogue
from ads_tui.services.demonstration.company import Login, Staff, add_areas, add_ground, add_staff, size_for
from ads_tui.services.demonstration.lives import Lives
from ads_tui.services.demonstration.material import Material, load_material
from ads_tui.services.demonstration.places import TABLES as PLACE_TABLES
from ads_tui.services.demonstration.places import House, Ids, add_places
from ads_tui.services.demonstration.story import StatusFacts
from ads_tui.services.demonstration.target import fill
from ads_tui.services.demonstration.writing import ORDER_TABLES, StoryWriter
from ads_tui.services.installation import install
from ads_tui.services.sla.norms import VERSIONS
from ads_tui.store.bulk import BulkLoad
from ads_tui.store.settings import Settings, load_settings
from ads_tui.store.work import Work

MOST_ORDERS = 10_000_000
# What is being made, how much of it, of how much.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was made; `logins` are those of the company's own twenty."""

    orders: int
    logins: tuple[Login, ...]


def make_demonstration(
    url: str, *, orders: int, seed: int, now: datetime, os_user: str | None, progress: Progress
) -> Demonstration:
    """Make the demonstration at `url` in the language of the process: `orders` of the year that ends at `now`.

    The same arguments and language give the same contents. The administrator is bound to `os_user`. Raises
    ConflictError `conflict` where real data is there, OutsideError; then, and stopped at any moment, what was there
    is there still.
    """
    material = load_material(language())
    making = _Making(material, orders, seed, now.replace(microsecond=0), os_user, progress)
    fill(url, making.fill)
    return Demonstration(orders, making.logins)


class _Making:
    def __init__(
        self, material: Material, orders: int, seed: int, now: datetime, os_user: str | None, progress: Progress
    ) -> None:
        self._material, self._orders, self._seed, self._now = material, orders, seed, now
        self._os_user, self._progress = os_user, progress
        self.logins: tuple[Login, ...] = ()

    def fill(self, connection: Connection) -> None:
        """Fill an empty database."""
        size = size_for(self._orders)
        load = BulkLoad(connection, [*PLACE_TABLES, *ORDER_TABLES])
        load.begin()
        with Session(connection) as session:
            self._install(session)
            add_ground(session, self._material)
            staff = add_staff(session, self._material, size, self._seed, self._os_user)
            add_areas(session, self._material, staff)
            add_catalogue(session, self._material, staff, size)
            settings = load_settings(session.connection())
            statuses = _statuses(session)
            reasons = {reason.code: reason.id or 0 for reason in session.scalars(sa.select(CancelReason))}
        self.logins = staff.logins
        houses, ids = add_places(load, self._material, staff, size, self._seed)
        self._add_orders(load, staff, houses, ids, settings, statuses, reasons)
        load.finish(lambda done, total: self._progress(N_("Indexes"), done, total))

    def _install(self, session: Session) -> None:
        work = Work(session.connection(), SYSTEM, self._now, Settings({}))
        install(work, admin_login=self._material.logins[0], os_user=None, demonstration=True)
        work.flush()
        # An id of its own would make every demonstration another one.
        name = f"{self._seed} {self._orders} {language()} {self._now.isoformat()}"
        session.execute(sa.update(Installation).values(id=str(uuid.uuid5(uuid.NAMESPACE_OID, name))))

    def _add_orders(
        self,
        load: BulkLoad,
        staff: Staff,
        houses: list[House],
        ids: Ids,
        settings: Settings,
        statuses: dict[str, StatusFacts],
        reasons: dict[str, int],
    ) -> None:
        chance = random.Random(f"{self._seed}/orders")
        calendar = Calendar(self._material, self._now, settings.zone, self._seed)
        calls = Calls(
            self._material, staff, houses, ids, calendar, total=self._orders, region=settings.region, chance=chance
        )
        lives = Lives(self._material, staff, calls, calendar, statuses, chance)
        # The only calendar: norms of the demonstration run round the clock.
        version = load.connection.execute(sa.select(VERSIONS.c.id)).scalar_one()
        writer = StoryWriter(load, reasons, calls.rows, version, self._now, settings.zone)
        for number in range(1, self._orders + 1):
            writer.add(lives.live(calls.call(number)))
            if writer.is_full:
                writer.write()
                self._progress(N_("Orders"), number, self._orders)
        writer.write()
        self._progress(N_("Orders"), self._orders, self._orders)


def _statuses(session: Session) -> dict[str, StatusFacts]:
    return {
        status.code: StatusFacts(status.id or 0, status.code, status.base, status.in_load, status.pauses_sla)
        for status in session.scalars(sa.select(Status))
    }
