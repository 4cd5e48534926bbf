"""What the keys mean on the tabs of a card (CD-1)."""

from ads_tui.screens.card.screen import CardScreen
from ads_tui.store.work import Store
from tests.console.desk import card, employee, make_company
from tests.console.furnishing import furnish_once
from tests.console.trial import Trial
from tests.housing import add_order


def offered(trial: Trial) -> list[str]:
    screen = trial.app.screen
    assert isinstance(screen, CardScreen)
    return [action.id for action in screen.actions()]


async def test_cd_1_enter_means_nothing_where_a_tab_is_text(desk: Store) -> None:
    furnish_once(desk, make_company)
    number = add_order(desk, employee(desk, "anna"), "leak")
    async with card(desk, number) as trial:
        for tab in ("1", "2", "5"):
            await trial.press(tab, "enter", "enter")
            assert "card.open" not in offered(trial)
        await trial.press("4")
        assert "card.open" in offered(trial)
        assert trial.toasts == []
