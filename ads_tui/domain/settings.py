"""Which settings there are, of what type, with which default and meaning (CL-17)."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from ads_tui.domain.emails import parse_email
from ads_tui.domain.moments import parse_duration
from ads_tui.domain.text import clean_line, excerpt
from ads_tui.domain.zones import is_zone
from ads_tui.errors import InputError
from ads_tui.i18n import N_


@dataclass(frozen=True, slots=True)
class SettingKind:
    """One setting: `type` is text, flag, number, percent, zone, currency, region, calendar, duration or choice, or
    smtp, email or sms: the addresses of those.
    """

    type: str
    default: str
    meaning: str
    choices: tuple[str, ...] = ()
    secret: bool = False
    most: int = 1_000_000


# Settings of later pieces of work join here with what uses them.
SETTINGS: dict[str, SettingKind] = {
    "organization.name": SettingKind("text", "", N_("Name of the organization, shown in the header")),
    "organization.zone": SettingKind("zone", "Europe/Moscow", N_("Time zone in which days and hours are meant")),
    "organization.currency": SettingKind("currency", "RUB", N_("Currency of prices and invoices")),
    "organization.calendar": SettingKind("calendar", "24x7", N_("Service calendar of norms whose service names none")),
    "reminder.before": SettingKind("duration", "1h", N_("Time before the due at which executors are reminded of it")),
    "reminder.share": SettingKind("percent", "80", N_("Share of the norm that is used up before they are reminded")),
    "resume_on.required": SettingKind("flag", "no", N_("Pausing requires a date to resume on")),
    "cancel_reasons.collect": SettingKind("flag", "yes", N_("Cancelling by the client requires a reason")),
    "notify.storm": SettingKind(
        "number", "10", N_("Notifications of one kind within a minute, above which an employee gets one digest")
    ),
    "lock.minutes": SettingKind("number", "15", N_("Minutes after which an idle console locks, 0 for never")),
    "bell": SettingKind("flag", "yes", N_("The terminal rings where a notification comes")),
    "phone.region": SettingKind("region", "RU", N_("Country of phones typed without a country code")),
    "smtp.url": SettingKind(
        "smtp", "", N_("Mail server: smtp://, smtps:// or smtp+starttls://USER:PASSWORD@HOST:PORT"), secret=True
    ),
    "mail.from": SettingKind("email", "", N_("Address from which letters are sent")),
    "sms.url": SettingKind(
        "sms", "", N_("Address of the SMS service for the notification library, with {phone} in it"), secret=True
    ),
}
# Types whose value `none` empties.
TEXTS = frozenset({"text", "smtp", "email", "sms"})
SMTP_SCHEMES = frozenset({"smtp", "smtps", "smtp+starttls"})
PHONE_PLACE = "{phone}"
# What a value that does not fit should be.
_FORMS = {
    "flag": N_("{key} takes yes or no, not {value}"),
    "number": N_("{key} takes a whole number from 0 to {most}, not {value}"),
    "percent": N_("{key} takes a share in percent from 0 to 100, such as 80 or 12.5, not {value}"),
    "zone": N_("{key} takes the name of a time zone, such as Europe/Moscow, not {value}"),
    "currency": N_("{key} takes three capital letters, such as RUB, not {value}"),
    "region": N_("{key} takes two capital letters of a country, such as RU, not {value}"),
    "smtp": N_("{key} takes smtp://, smtps:// or smtp+starttls://USER:PASSWORD@HOST:PORT"),
    "sms": N_("{key} takes the address of a service, with {phone} in the place of the phone: SERVICE://…/{phone}"),
}


def parse_setting(key: str, text: str) -> str:
    """The value as it is kept.

    Raises InputError `invalid_value`: `field` is "key" for an unknown key, the key for a value that does not fit.
    """
    kind = SETTINGS.get(key)
    if kind is None:
        raise InputError("invalid_value", N_("There is no setting {key}"), field="key", key=clean_line(key, "key"))
    value = clean_line(text, key)
    if not _fits(kind, value, key):
        raise InputError(
            "invalid_value",
            _FORMS.get(kind.type, N_("{key} takes one of {choices}, not {value}")),
            field=key,
            value=f'"{excerpt(value)}"',
            key=key,
            choices=", ".join(kind.choices),
            most=kind.most,
            phone=PHONE_PLACE,
        )
    return value


def _fits(kind: SettingKind, value: str, key: str) -> bool:
    match kind.type:
        case "flag":
            return value in ("yes", "no")
        case "number":
            return value.isascii() and value.isdigit() and int(value) <= kind.most
        case "percent":
            return _is_percent(value)
        case "zone":
            return is_zone(value)
        case "currency":
            return len(value) == 3 and value.isascii() and value.isalpha() and value.isupper()
        case "region":
            return _is_region(value)
        case "choice":
            return value in kind.choices
        case "duration":
            parse_duration(value, key)
            return True
        case "smtp":
            return not value or _is_smtp(value)
        case "email":
            return not value or bool(parse_email(value, key))
        case "sms":
            return not value or ("://" in value and PHONE_PLACE in value)
        case _:
            return True


def _is_smtp(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in SMTP_SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _is_percent(value: str) -> bool:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    return number.is_finite() and 0 <= number <= 100 and number == round(number, 2)


def _is_region(value: str) -> bool:
    import phonenumbers

    return value in phonenumbers.SUPPORTED_REGIONS
