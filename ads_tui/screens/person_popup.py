"""A person's popup: position, phone, e-mail (PE-7)."""

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.screen import Screen

from ads_tui.console.choice_dialog import Choice, ChoiceDialog
from ads_tui.console.safe_text import content
from ads_tui.console.screen import ConsoleDialog
from ads_tui.i18n import _
from ads_tui.screens.card.facts import FactsBlock, FactsOf, email_link, facts, phone_link
from ads_tui.services.people import Person


class PersonPopup(ConsoleDialog[None]):
    """Says who somebody is and how to reach him; the phone and the address can be clicked."""

    SCOPE = "person"
    AUTO_FOCUS = ""

    DEFAULT_CSS = """
    PersonPopup > .dialog {
        width: 60;
    }
    PersonPopup FactsBlock {
        border: none;
        padding: 0;
    }
    """

    def __init__(self, person: Person, region: str) -> None:
        """`region` is that of phones typed without a country code."""
        super().__init__()
        self._person = person
        self._region = region

    def title_text(self) -> str:
        """The name."""
        return self._person.name

    def compose_body(self) -> ComposeResult:
        """What is known."""
        yield FactsBlock()

    def on_mount(self) -> None:
        """Show it."""
        person = self._person
        known = facts(
            [
                (_("Position"), person.position),
                (_("Phone"), phone_link(person.phone, self._region) if person.phone else ""),
                (_("E-mail"), email_link(person.email) if person.email else ""),
            ]
        )
        nothing = facts([("", content(_("Neither position, phone nor e-mail is known"), "dim"))])
        self.query_one(FactsBlock).show(FactsOf("", known or nothing))

    def do_person_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def show_person(screen: Screen[Any], person: Person, region: str) -> None:
    """Open a person's popup above the screen."""
    screen.app.push_screen(PersonPopup(person, region))


def show_people(
    screen: Screen[Any], people: Mapping[str, Person], roles: Mapping[str, Sequence[str]], region: str
) -> None:
    """Open the popup of one of several, chosen by name; `roles` says in words what each is, by login."""
    if len(roles) == 1:
        show_person(screen, people[next(iter(roles))], region)
        return

    def take(login: str | None) -> None:
        if login is not None:
            show_person(screen, people[login], region)

    choices = [Choice(login, people[login].name, ", ".join(said)) for login, said in roles.items()]
    screen.app.push_screen(ChoiceDialog(_("People"), choices), take)
