"""What the key of Excel does: asks what to export, and writes it while its user goes on working (XL-1, XL-5)."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ads_tui.errors import AdsError
from ads_tui.i18n import _, ngettext
from ads_tui.screens.orders.search_line import OrderSearch

if TYPE_CHECKING:
    from ads_tui.screens.export_dialog.running import ExportProgress, ExportRun, ExportWish
    from ads_tui.services.export.orders import ExportResult, OrderExport

_EXPORT = "export"


class ExportActs(OrderSearch):
    """The export of a screen with a list of orders; there is one at a time, which ends with the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._exporting: ExportRun | None = None
        self._export_shown: ExportProgress | None = None
        self._export_folder: Path | None = None
        # What failed while its user did something else, which he may not have seen.
        self._export_failed: tuple[ExportRun, AdsError] | None = None

    def do_list_export(self) -> None:
        """Ask what to export, or show how far the present export is, or why the last one failed."""
        if self._exporting is not None:
            self._show_progress(self._exporting)
            return
        self.host.errand = None
        if self._export_failed is not None:
            self._ask_again(*self._export_failed)
            return
        from ads_tui.screens.export_dialog.place import first_place
        from ads_tui.services.export.orders import OrderExport

        which = self.which
        numbers = tuple(sorted(key for key in self.table.selection if isinstance(key, int)))
        asked = OrderExport((), which.tab, which.wanted, which.sort, which.today, numbers)
        self._ask_export(asked, first_place(self._export_folder, self.host.local_now().date()))

    def _ask_export(
        self, asked: "OrderExport", typed: str, refused: "tuple[ExportWish, AdsError] | None" = None
    ) -> None:
        from ads_tui.screens.export_dialog.form import ExportDialog

        def take(wish: "ExportWish | None") -> None:
            if wish is not None:
                self._begin_export(replace(asked, fields=wish.fields), wish)

        self.app.push_screen(ExportDialog(asked, typed, refused), take)

    def _ask_again(self, run: "ExportRun", refusal: AdsError) -> None:
        self._export_failed = None
        self._ask_export(run.asked, run.wish.typed, (run.wish, refusal))

    def _begin_export(self, asked: "OrderExport", wish: "ExportWish") -> None:
        """Write the file in a thread, and remember what was ticked (XL-2)."""
        from ads_tui.screens.export_dialog.running import ExportRun
        from ads_tui.services.export.ticks import remember_fields

        run = self._exporting = ExportRun(asked, wish)
        self._export_folder = wish.place.parent
        self.host.errand = run.told
        self.write(lambda work: remember_fields(work, wish.fields), lambda _nothing: None, group="ticks")
        self.read(run.write, self._exported, group=_EXPORT, instead=self._export_refused)
        self._show_progress(run)

    def _show_progress(self, run: "ExportRun") -> None:
        """Show how far it is; a refusal leads back to what was typed."""
        from ads_tui.screens.export_dialog.running import ExportProgress

        progress = self._export_shown = ExportProgress(run)

        def closed(refusal: AdsError | None) -> None:
            if self._export_shown is progress:
                self._export_shown = None
            if refusal is not None:
                self._ask_again(run, refusal)

        self.app.push_screen(progress, closed)

    def _exported(self, result: "ExportResult | None") -> None:
        if result is None:
            self.host.tell(_("The export was cancelled: no file was written"))
            self._end_export(None)
        else:
            text = ngettext("{count} order is exported: {path}", "{count} orders are exported: {path}", result.rows)
            self.host.tell(text.format(count=result.rows, path=result.file))
            self._end_export(_("Excel ready"))

    def _export_refused(self, error: AdsError) -> None:
        run, shown = self._exporting, self._export_shown
        if run is not None and shown is None:
            self._export_failed = run, error
            self.host.tell_refusal(error)
        self._end_export(_("Excel failed"), error)

    def _end_export(self, told: str | None, refusal: AdsError | None = None) -> None:
        """Close what shows the export; whoever does something else finds `told` at the top until he asks."""
        self._exporting = None
        self.host.errand = None
        if self._export_shown is not None:
            self._export_shown.dismiss(refusal)
        elif told is not None:
            self.host.errand = lambda: told

    def go_unanswered(self, group: str) -> None:
        """An export that failed unexpectedly has ended too."""
        super().go_unanswered(group)
        if group == _EXPORT:
            self._end_export(None)

    def on_unmount(self) -> None:
        """Whoever signs in next sees nothing of it."""
        self.host.errand = None
