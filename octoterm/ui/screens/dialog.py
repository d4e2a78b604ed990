"""The base of the dialogs over the dashboard."""

from __future__ import annotations

from typing import ClassVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.screen import ModalScreen, ScreenResultType

from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.driver.screen import BaseScreen


class ClosesOnce(ModalScreen[ScreenResultType], BaseScreen[ScreenResultType]):
    """Ignores a second close, by a double click or by Enter and Escape.

    Textual would close the screen beneath as well.
    """

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        if self.is_active:
            return super().dismiss(result)
        nothing: AwaitComplete = AwaitComplete.nothing()  # type: ignore[no-untyped-call]
        return nothing


class Dialog(ClosesOnce[ScreenResultType]):
    """A dialog with one `#box`. A click outside it closes the dialog without an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Repeated here, because a dialog hides the keys of the app.
        Binding("ctrl+q,ctrl+c", "app.quit", show=False),
    ]
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        #box {
            max-width: 100%;
            max-height: 100%;
            padding: 0 1;
            background: $surface;
            color: $box-text;
            border: round $box-line;
            border-title-style: bold;
        }
        &.-ascii #box { border: ascii $box-line; }
    }
    """

    def on_mount(self) -> None:
        self.set_class(symbols_of(self.app).ascii_only, "-ascii")

    def on_click(self, event: Click) -> None:
        under, _ = self.get_widget_at(event.screen_x, event.screen_y)
        if under is self:
            self.dismiss(None)
