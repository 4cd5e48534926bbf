"""Phone numbers: one key for however a number is written (CR-4, SE-1)."""

from contextlib import suppress
from dataclasses import dataclass
from unicodedata import decimal

from ads_tui.domain.text import clean_line, excerpt
from ads_tui.errors import InputError
from ads_tui.i18n import N_

FEWEST_DIGITS = 3

# Brackets, dots, every kind of dash, and the invisible characters that come along when a number is copied.
_BESIDE_DIGITS = frozenset("()[]-./~\u00ad\u200b\u2010\u2011\u2012\u2013\u2014\u2015\u2060\u2212\ufeff")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number to be stored: E.164 where `valid`, else the digits as typed (a short or a local number)."""

    key: str
    valid: bool


def parse_phone(text: str, region: str, field: str) -> Phone:
    """The number that is written in any usual form; `region` (ISO 3166, upper case) is where it is dialled from.

    What is no valid number there is kept as typed while the region has numbers of that length: 112, a local number.
    Raises InputError `invalid_value` for everything else, and for an extension, which E.164 cannot hold (CR-4).
    """
    import phonenumbers

    line = clean_line(text, field)
    typed = _typed(line)
    refusal = InputError("invalid_value", N_("This is no phone number: {given}"), field=field, given=excerpt(line))
    if typed is None or len(typed.lstrip("+")) < FEWEST_DIGITS:
        raise refusal
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        raise refusal from None
    if phonenumbers.is_valid_number(number):
        return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), valid=True)
    lengths = {phonenumbers.ValidationResult.IS_POSSIBLE}
    if not typed.startswith("+"):
        lengths |= {phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY, phonenumbers.ValidationResult.TOO_SHORT}
    if phonenumbers.is_possible_number_with_reason(number) not in lengths:
        raise refusal
    return Phone(typed, valid=False)


def show_phone(key: str, region: str) -> str:
    """A stored key for people: the national form for the region's own numbers, the international for others.

    A number that was kept as typed is shown as kept.
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(key)
    except phonenumbers.NumberParseException:
        return key
    if not phonenumbers.is_valid_number(number):
        return key
    own = phonenumbers.region_code_for_number(number) == region
    form = phonenumbers.PhoneNumberFormat.NATIONAL if own else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def phone_digits(text: str) -> str:
    """The digits of the text, in order and as ASCII."""
    return "".join(str(decimal(char)) for char in text if char.isdecimal())


def search_prefixes(text: str, region: str) -> tuple[str, ...]:
    """With what the keys begin that a number, typed whole or in part, may mean; none where it is no number.

    No prefix of the answer begins with another of it. How few digits are worth a search is for the caller to say.
    """
    import phonenumbers

    typed = _typed(text.strip())
    if not typed or typed == "+":
        return ()
    found = {typed}
    if not typed.startswith("+"):
        found.add(f"+{typed}")
        country = phonenumbers.country_code_for_region(region)
        trunk = phonenumbers.ndd_prefix_for_region(region, True)
        if country:
            found.add(f"+{country}{typed}")
        if country and trunk and typed.startswith(trunk):
            found.add(f"+{country}{typed.removeprefix(trunk)}")
    # A whole number may be dialled in a way that has no part in its key: 8-10-380…, +44 (0)….
    with suppress(phonenumbers.NumberParseException):
        whole = phonenumbers.parse(typed, region)
        if phonenumbers.is_valid_number(whole):
            found.add(phonenumbers.format_number(whole, phonenumbers.PhoneNumberFormat.E164))
    return tuple(sorted(key for key in found if not any(key != other and key.startswith(other) for other in found)))


def _typed(text: str) -> str | None:
    """The ASCII digits with their leading plus; None where anything stands there that no phone number has."""
    plain = "".join(char for char in text if not char.isspace() and char not in _BESIDE_DIGITS)
    sign = "+" if plain[:1] in ("+", "\uff0b") else ""
    digits = plain[len(sign) :]
    return sign + phone_digits(digits) if all(char.isdecimal() for char in digits) else None
