"""The language of the process: one process serves one employee."""

import gettext
import os
from pathlib import Path

LANGUAGES = ("en", "ru")
DOMAIN = "ads_tui"
LOCALE_DIR = Path(__file__).parent / "locale"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def N_(text: str) -> str:
    """Mark a caption for translation where it is written; it is translated where it is shown."""
    return text


def _(text: str) -> str:
    """Translate a caption into the language of the process."""
    return _catalogue.gettext(text) if text else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate a caption that depends on a count."""
    return _catalogue.ngettext(singular, plural, n)


def language() -> str:
    """The language in force, a code of `LANGUAGES`."""
    return _language


def activate(code: str) -> None:
    """Put a language in force for the whole process."""
    global _catalogue, _language
    _language = code if code in LANGUAGES else "en"
    _catalogue = catalogue_of(_language)


def catalogue_of(code: str) -> gettext.NullTranslations:
    """The captions of a language, for what is written to somebody else; English needs no catalogue."""
    if code not in LANGUAGES or code == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE_DIR, languages=[code], fallback=True)


def catalogue() -> gettext.NullTranslations:
    """The captions of the language in force."""
    return _catalogue


def from_locale() -> str:
    """The language that the environment's locale names, English where it names none of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            code = value.split(".")[0].split("_")[0].lower()
            return code if code in LANGUAGES else "en"
    return "en"
