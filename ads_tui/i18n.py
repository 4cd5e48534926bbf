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
    """Put a language in force for the whole process; English needs no catalogue."""
    global _catalogue, _language
    _language = code if code in LANGUAGES else "en"
    _catalogue = (
        gettext.NullTranslations()
        if _language == "en"
        else gettext.translation(DOMAIN, LOCALE_DIR, languages=[_language], fallback=True)
    )


def from_locale() -> str:
    """The language that the environment's locale names, English where it names none of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            code = value.split(".")[0].split("_")[0].lower()
            return code if code in LANGUAGES else "en"
    return "en"
