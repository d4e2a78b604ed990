"""Random keys, pastes, clicks, sizes and answers of the API: the set-up never breaks, and the key
is never on screen."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.support.accounts import gas
from tests.support.loopback import KEY, Response
from tests.support.setting_up import NUMBER, person, the_api
from tests.support.slow import slow

KEYS = (
    *("enter", "tab", "shift+tab", "space", "escape", "up", "down", "left", "pageup", "end"),
    *("backspace", "ctrl+u", "ctrl+w", "ctrl+a", "ctrl+v", "question_mark", *"m7ycnr"),
)
PASTES = (
    KEY,
    NUMBER,
    f"\n {KEY}\n",
    "",
    "\n\n",
    "x" * 5000,
    "\x1b[2J\u202e",
    "sk_live_bad",
    "39,5",
)
ANSWERS = (
    None,
    Response.html(404),
    Response.json({"detail": "Invalid API key."}, 401),
    Response.json({"detail": "\x1b]0;hostile\x07"}, 500),
    Response.json({"number": 1}),
    Response(body=b"{"),
)
SIZES = ((80, 24), (40, 12), (120, 40), (5, 2), (1, 1))


@pytest.mark.parametrize("seed", [1, *slow(*range(2, 30))])
@pytest.mark.slow
async def test_whatever_somebody_does(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    api = the_api(gas())
    async with person(tmp_path, api, random.choice(SIZES[:3])) as someone:
        for _ in range(50):
            match random.choice(("key", "key", "key", "paste", "click", "size", "api", "log in")):
                case "key":
                    await someone.press(random.choice(KEYS))
                case "paste":
                    await someone.paste(random.choice(PASTES))
                case "click":
                    width, height = someone.app.screen.size
                    place = random.randrange(width), random.randrange(height)
                    await someone.hand.click(offset=place)
                case "size":
                    await someone.hand.resize_terminal(*random.choice(SIZES))
                case "api":
                    api.instead = random.choice(ANSWERS)
                case "log in":
                    await someone.logs_in()
            if not someone.app.is_running:
                break
            assert KEY not in someone.text
    assert not someone.app.return_code
