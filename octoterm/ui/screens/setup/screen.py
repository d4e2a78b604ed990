"""The screen for somebody without a configuration: asks for the API key and the account number,
shows the meters that are found, and writes the configuration."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from octoterm.errors import BadKey, OctotermError
from octoterm.household.account import Account
from octoterm.household.api_key import PAGES
from octoterm.household.meter import SMETS
from octoterm.household.meter_point import MeterPoint
from octoterm.safe_text import clean
from octoterm.session.source import Source
from octoterm.setup.found import WHICH_UNIT, gas_points, heading, in_words, meter_points
from octoterm.setup.login import Login, account_number_of, api_at, api_key_of, holds_a_key
from octoterm.setup.steps import find_account, keep
from octoterm.storage.disk_thread import in_thread
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.driver.screen import BaseScreen
from octoterm.ui.screens.setup.buttons import PlainButton
from octoterm.ui.screens.setup.gas_question import GasQuestion
from octoterm.ui.screens.setup.text_field import TextField
from octoterm.ui.widgets.scrolling_text import ScrollingText

if TYPE_CHECKING:
    from octoterm.octopus.retries import Retry

TWO_THINGS = "Your API key and your account number are all that octoterm needs."
WHERE_KEY = f"octopus.energy: {' → '.join(PAGES)}"
WHERE_NUMBER = "on every bill and email, such as A-1A2B3C4D"
DEMO = "Just looking? octoterm --demo shows everything without an account."
ASKING = "Asking Octopus which meters you have"


class SetUp(BaseScreen[None]):
    """Asks, finds and writes; calls `done` once there is a configuration."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("ctrl+q,ctrl+c", "app.quit", show=False, priority=True),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012
    DEFAULT_CSS = """
    SetUp {
        align: center middle;
        #box {
            width: 76;
            max-width: 100%;
            padding: 0 1;
        }
        #box > Vertical { height: auto; }
        .title { text-style: bold; color: $line-accent; }
        &.-high .intro { margin-bottom: 1; }
        .field { height: 1; }
        .field Static { width: 16; }
        .where { color: $line-muted; margin-bottom: 1; }
        .space { margin-bottom: 1; }
        .meter { height: auto; padding-left: 1; }
        .meter Static { width: 1fr; }
        .meter Static:first-child { width: 2; }
        .note { color: $line-muted; }
        .buttons { height: 1; margin-bottom: 1; }
        Button { margin-right: 2; min-width: 0; }
        #said { display: none; color: $line-warning; margin-bottom: 1; }
        &.-said #said { display: block; }
        /* What is said names the places, and both fields stay on screen with it. */
        &.-said.-low #asked .where { display: none; }
    }
    """

    def __init__(
        self, source: Source, done: Callable[[], object], *, clock: Callable[[], float]
    ) -> None:
        super().__init__()
        self._source = source
        self._done = done
        self._clock = clock
        self._path = source.folders.config_file
        self._key = TextField(self._go_on, is_secret=lambda _: True)
        self._number = TextField(self._go_on, is_secret=holds_a_key)
        self._box = ScrollingText(id="box", can_focus=False)
        self._said = Static(id="said", markup=False)
        self._asked = Vertical(id="asked")
        self._found = Vertical()
        self._found.display = False
        self._also = Vertical()
        self._is_busy = False
        self._login: Login | None = None
        self._account: Account | None = None

    def compose(self) -> ComposeResult:
        with self._box:
            with self._asked:
                yield self._text("Welcome to octoterm", "title")
                yield self._text(TWO_THINGS, "intro")
                with Horizontal(classes="field"):
                    yield self._text("API key")
                    yield self._key
                yield self._text(WHERE_KEY, "where")
                with Horizontal(classes="field"):
                    yield self._text("Account number")
                    yield self._number
                yield self._text(WHERE_NUMBER, "where")
                with Horizontal(classes="buttons"):
                    yield PlainButton("Find my meters", id="find")
                    yield PlainButton("Quit", id="quit")
            yield self._found
            yield self._said
            with self._also:
                yield self._text(DEMO, "space")
                if missing := self._source.missing:
                    yield self._text(f"{missing.title}.", "note")

    def _text(self, text: str, classes: str = "") -> Static:
        return Static(symbols_of(self.app).plain(text), classes=classes, markup=False)

    def on_mount(self) -> None:
        self.set_focus(self._key)

    def _say(self, text: str) -> None:
        """Show a sentence, or nothing, below the questions, with as much of these above it as
        there is room for."""
        self._said.update(symbols_of(self.app).plain(text))
        self.set_class(bool(text), "-said")
        if text:
            if not self._found.display:
                self._box.scroll_home(animate=False)
            self.call_after_refresh(self._said.scroll_visible, animate=False)

    def _go_on(self) -> None:
        """After the key, ask for the account number; after both, ask the API for the meters."""
        if self._key.has_focus and not self._number.value:
            self.set_focus(self._number)
        else:
            self._find()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        match event.button.id:
            case "find":
                self._find()
            case "save":
                self._save()
            case "back":
                self.action_back()
            case "quit":
                self.app.exit()

    def action_back(self) -> None:
        """Stop asking; go back from the meters that were found; then quit."""
        if self._is_busy:
            self.workers.cancel_group(self, "asking")  # a file being written is still completed
        elif self._found.display:
            self._show_meters(found=False)
            self._say("")
            self._number.ask_again()
            self._box.scroll_home(animate=False)
        else:
            self.app.exit()

    @work(group="asking")
    async def _find(self) -> None:
        """Ask the API which meters the account has."""
        if self._is_busy:
            return
        self._is_busy = True
        field = self._key
        try:
            api_key = api_key_of(self._key.value)
            field = self._number
            number = account_number_of(self._number.value)
            login = Login(number, api_key, *api_at(self._source.api_url))
            self._say(f"{ASKING} …")
            account = await find_account(
                login, transport=self._source.connect(), waiting=self._tell_wait
            )
        except asyncio.CancelledError:
            self._say("")
            raise
        except OctotermError as error:
            (self._key if isinstance(error, BadKey) else field).ask_again()
            self._say(str(error))
        else:
            self._say("")
            self._login, self._account = login, account
            await self._show_found(meter_points(login, account, int(self._clock())))
        finally:
            self._is_busy = False

    def _show_meters(self, *, found: bool) -> None:
        """Show the meters that were found instead of the questions, or the other way round; not by
        a style, which would apply only after the next key."""
        self._asked.display = self._also.display = not found
        self._found.display = found

    def _tell_wait(self, retry: Retry) -> None:
        self._say(f"{retry.why.title.rstrip('.')}. Trying again · Esc stops")

    async def _show_found(self, points: tuple[MeterPoint, ...]) -> None:
        """Show the meters, and ask about gas."""
        await self._found.remove_children()
        gas = gas_points(points)
        widgets: list[Static | GasQuestion | Horizontal] = [
            self._text(heading(points), "title"),
            *(
                Horizontal(self._text("–"), self._text(line), classes="meter")
                for line in in_words(points, int(self._clock()))
            ),
            self._text(""),
        ]
        if gas:
            widgets.append(self._text(f"{SMETS}. {WHICH_UNIT}.", "where"))
            widgets += (GasQuestion(point, partial(self._say, "")) for point in gas)
        file = clean(str(self._path), 1000)
        widgets += [
            Horizontal(
                PlainButton("Save and fetch my readings", id="save"),
                PlainButton("Back", id="back"),
                classes="buttons",
            ),
            self._text(f"The key goes into {file}, which only you can read.", "where"),
        ]
        await self._found.mount_all(widgets)
        self._show_meters(found=True)
        way_on = self._found.query(Button).first()  # the first question, or to save
        self.set_focus(way_on)
        self.call_after_refresh(way_on.scroll_visible, animate=False)

    @work(group="saving")
    async def _save(self) -> None:
        """Write the configuration, then open the dashboard."""
        if self._is_busy or self._login is None or self._account is None:
            return
        self._is_busy = True
        try:
            gas = [question.answer for question in self._found.query(GasQuestion)]
            await in_thread(
                keep,
                self._login,
                self._account,
                gas,
                path=self._path,
                state_folder=self._source.folders.state,
                now=int(self._clock()),
            )
            self._key.value = ""
            self._done()
        except OctotermError as error:
            self._say(str(error))
        finally:
            self._is_busy = False
