"""The floor of P7: a bare app of the terminal's library with one table of fifty rows, and nothing imported beside."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable

CAPTIONS = ("№", "Status", "Service", "Address", "Client", "Executors", "Labels", "Updated")
ROW = ("In work", "No hot water", "Oak street, 17", "Petrova Anna", "belov, sidorov", "!", "01.02 10:00")


class BareStart(App[None]):
    """Shows the table."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """Nothing but the table."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fill it."""
        table = self.query_one(DataTable)
        table.add_columns(*CAPTIONS)
        table.add_rows((str(number), *ROW) for number in range(50))


if __name__ == "__main__":
    BareStart().run()
