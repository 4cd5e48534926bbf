"""The organization's settings as one operation sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ads_tui.domain.settings import SETTINGS
from ads_tui.models.columns import table_of
from ads_tui.models.ground import Setting


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings by key (CL-17): what is stored, else the default."""

    stored: Mapping[str, str]

    def text(self, key: str) -> str:
        """The value as it is kept."""
        return self.stored.get(key, SETTINGS[key].default)

    def flag(self, key: str) -> bool:
        """A yes/no setting."""
        return self.text(key) == "yes"

    def number(self, key: str) -> int:
        """A whole-number setting."""
        return int(self.text(key))

    @property
    def zone(self) -> ZoneInfo:
        """The organization's time zone."""
        return ZoneInfo(self.text("organization.zone"))

    @property
    def region(self) -> str:
        """The region of phones typed without a country code."""
        return self.text("phone.region")


_TABLE = table_of(Setting)
_ALL = sa.select(_TABLE.c.key, _TABLE.c.value)


def load_settings(connection: Connection) -> Settings:
    """Read all settings, one short query."""
    return Settings(dict(connection.execute(_ALL).all()))
