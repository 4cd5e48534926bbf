"""Refusals: code, message, exit code, and which of several is told (CL-4, CL-8)."""

import pytest

from ads_tui import i18n
from ads_tui.errors import CODES, AccessError, AdsError, Faults, InputError, NotFoundError, RuleError


def test_a_message_has_its_values_in_their_places() -> None:
    error = InputError("invalid_value", "{text} of {code} does not fit", field="name", text="Абв", code="{x}")

    assert (error.code, error.field, error.message) == ("invalid_value", "name", "Абв of {x} does not fit")


def test_a_message_without_values_keeps_its_braces() -> None:
    assert RuleError("taken", "write {place}").message == "write {place}"


@pytest.mark.parametrize(("field", "begins"), [("building", "Building"), ("os_user", "os_user")])
def test_a_sentence_that_begins_with_its_field_begins_as_its_caption_does(field: str, begins: str) -> None:
    error = InputError("field_required", "{field} must be given", field=field)
    assert error.message == f"{begins} must be given"


def test_a_message_is_in_the_language_of_the_moment_it_is_shown() -> None:
    error = NotFoundError("not_found", "It does not exist, or you may not see it")

    i18n.activate("ru")

    assert error.message == "Этого нет, или вам это не видно"


@pytest.mark.parametrize("kind", AdsError.__subclasses__())
def test_cl_4_every_kind_takes_the_codes_of_its_exit_code_only(kind: type[AdsError]) -> None:
    taken = set()
    for code in CODES:
        try:
            taken.add(kind(code, "text").code)
        except ValueError:
            continue

    assert taken == {code for code, (exit_code, _meaning) in CODES.items() if exit_code == kind.exit_code} != set()


def test_cl_8_of_several_faults_the_first_by_the_list_is_told() -> None:
    faults = Faults()
    for error in (RuleError("taken", "c"), AccessError("forbidden", "b"), InputError("field_required", "a")):
        with faults:
            raise error

    assert faults
    with pytest.raises(InputError, match="a"):
        faults.raise_first()


def test_no_fault_is_no_refusal_and_what_is_no_refusal_passes_through() -> None:
    faults = Faults()
    faults.raise_first()

    with pytest.raises(KeyError), faults:
        raise KeyError("ours")
    assert not faults
