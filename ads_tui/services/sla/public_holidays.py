"""Public holidays of a country by year, with the days that its decrees move (SL-3)."""

from dataclasses import dataclass
from datetime import date

from ads_tui.domain.text import excerpt
from ads_tui.errors import InputError
from ads_tui.i18n import N_

COUNTRIES = ("RU", "UA")


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """Days off by law, and Saturdays and Sundays that are worked instead of days that were moved."""

    days: tuple[date, ...]
    worked: tuple[date, ...]


def public_holidays(country: str, year: int) -> PublicHolidays:
    """The holidays of a year; Ukraine has had none since martial law began in March 2022.

    Raises InputError `invalid_value` for a country or a year of which none are known.
    """
    code = country.strip().upper()
    if code not in COUNTRIES:
        raise InputError(
            "invalid_value",
            N_("No holidays are known of {given}; there are those of: {choices}"),
            field="country",
            given=excerpt(country),
            choices=", ".join(COUNTRIES),
        )
    # It takes a tenth of a second to import, and one command needs it.
    import holidays

    kind = getattr(holidays, code)
    if not kind.start_year <= year <= kind.end_year:
        raise InputError(
            "invalid_value",
            N_("Holidays are known from {first} to {last}"),
            field="year",
            first=kind.start_year,
            last=kind.end_year,
        )
    found = kind(years=year)
    worked = sorted(day for day in found.weekend_workdays if day.year == year)
    return PublicHolidays(tuple(sorted(found)), tuple(worked))
