"""A line that is there while there is something to tell: of a draft, a refusal, what is understood."""

from textual.widgets import Static

from ads_tui.console.safe_text import content


class ToldLine(Static):
    """Shown while there is something to tell."""

    DEFAULT_CSS = """
    ToldLine {
        display: none;
        height: auto;
    }
    ToldLine.-told {
        display: block;
    }
    ToldLine#draft {
        margin-bottom: 1;
    }
    ToldLine#refusal {
        color: $error;
    }
    """

    def tell(self, text: str) -> None:
        """Tell this, nothing for an empty text."""
        self.update(content(text))
        self.set_class(bool(text), "-told")
