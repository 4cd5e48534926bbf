"""The tool that keeps the translations: what it gathers, what it finds wrong, that it writes the same twice."""

import gettext
from pathlib import Path

import pytest

from tools import catalogues

CODE = '''
"""An invented module."""
from ads_tui.i18n import N_, _, ngettext

TITLE = N_("The order {number} is done")
print(_("Save"), ngettext("{n} order", "{n} orders", 5))
print(_(TITLE), _(f"never {TITLE}"))
'''
TRANSLATED = """
msgid "Save"
msgstr "Сохранить"

msgid "The order {number} is done"
msgstr "Заявка {number} выполнена"

msgid "{n} order"
msgid_plural "{n} orders"
msgstr[0] "{n} заявка"
msgstr[1] "{n} заявки"
msgstr[2] "{n} заявок"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with one module and no translations yet."""
    (tmp_path / "ads_tui").mkdir()
    (tmp_path / "ads_tui" / "orders.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def _po(project: Path) -> Path:
    return project / "ads_tui" / "locale" / "ru" / "LC_MESSAGES" / "ads_tui.po"


def _translate(project: Path, body: str) -> None:
    _po(project).parent.mkdir(parents=True, exist_ok=True)
    _po(project).write_text(body, encoding="utf-8")
    catalogues.update(project, "ru")


def test_a_caption_inside_an_f_string_is_found(project: Path) -> None:
    _translate(project, TRANSLATED)
    assert catalogues.check(project, "ru") == []
    code = project / "ads_tui" / "orders.py"
    code.write_text(CODE + """print(f"{_('Save')}!", f"{_(TITLE)}!")\n""", encoding="utf-8")

    assert catalogues.check(project, "ru") == ["inside an f-string: 'Save' in orders.py"]


def test_captions_are_gathered_and_asked_for(project: Path) -> None:
    catalogues.update(project, "ru")

    assert sorted(catalogues.check(project, "ru")) == [
        "untranslated: 'Save'",
        "untranslated: 'The order {number} is done'",
        "untranslated: '{n} order'",
    ]


def test_a_translation_is_kept_compiled_and_used(project: Path) -> None:
    _translate(project, TRANSLATED)

    assert catalogues.check(project, "ru") == []
    russian = gettext.translation("ads_tui", project / "ads_tui" / "locale", languages=["ru"])
    assert russian.gettext("Save") == "Сохранить"
    assert [russian.ngettext("{n} order", "{n} orders", n).format(n=n) for n in (1, 3, 11, 21)] == [
        "1 заявка",
        "3 заявки",
        "11 заявок",
        "21 заявка",
    ]


def test_written_twice_it_is_the_same_to_the_byte(project: Path) -> None:
    _translate(project, TRANSLATED)
    before = _po(project).read_bytes(), _po(project).with_suffix(".mo").read_bytes()

    catalogues.update(project, "ru")

    assert (_po(project).read_bytes(), _po(project).with_suffix(".mo").read_bytes()) == before


def test_a_caption_that_left_the_code_leaves_the_catalogue(project: Path) -> None:
    _translate(project, TRANSLATED + '\nmsgid "Gone"\nmsgstr "Ушло"\n')

    assert "Gone" not in _po(project).read_text(encoding="utf-8")
    assert catalogues.check(project, "ru") == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('msgid "Save"\nmsgstr "Сохранить"', "", "missing: 'Save'"),
        ('"Сохранить"', '""', "untranslated: 'Save'"),
        ('"{n} заявок"', '""', "untranslated: '{n} order'"),
        ('msgid "Save"', '#, fuzzy\nmsgid "Save"', "fuzzy: 'Save'"),
        ("Заявка {number}", "Заявка {nomer}", "other places than ['number']"),
        ("Заявка {number}", "Заявка", "other places than ['number']"),
        ("Заявка {number}", "Заявка {number", "braces that do not pair"),
        ('"{n} заявка"', '"Одна заявка"', "other places than ['n']"),
        ('"Сохранить"\n', '"Сохранить"\n\nmsgid "Gone"\nmsgstr "Ушло"\n', "no longer in the code: 'Gone'"),
        ('"Сохранить"\n', '"Сохранить"\n\n#~ msgid "Gone"\n#~ msgstr "Ушло"\n', "no longer in the code: 'Gone'"),
        ('"Сохранить"', '"Записать"', "ads_tui.mo differs from ads_tui.po"),
        ("#: ads_tui/orders.py", "#: ads_tui/other.py", "ads_tui.po is not as it would be written"),
    ],
)
def test_each_fault_is_named(project: Path, before: str, after: str, fault: str) -> None:
    _translate(project, TRANSLATED)
    text = _po(project).read_text(encoding="utf-8")
    assert before in text
    _po(project).write_text(text.replace(before, after), encoding="utf-8")

    assert any(fault in found for found in catalogues.check(project, "ru"))
