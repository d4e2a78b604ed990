"""Many homes with CSV files, and what they add up to by plain arithmetic in whole Wh."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from random import Random

from tests.support.households import LONDON, half_hours, stamp

KEY = "sk_live_CANARY"


def homes(folder: Path, meters: int, since: str, until: str) -> dict[str, Counter[str]]:
    """Write a configuration and a CSV for each meter, all readings random; the Wh of each meter
    by London month (`2024-03`)."""
    folder.mkdir(parents=True, exist_ok=True)
    starts = half_hours(since, until)
    stamps = [f'"{stamp(start)}","{stamp(start + 1800)}",' for start in starts]
    months = [f"{datetime.fromtimestamp(start, LONDON):%Y-%m}" for start in starts]
    totals: dict[str, Counter[str]] = {}
    accounts = []
    for number in range(meters):
        name = f"meter-{number:03}"
        chance = Random(number)
        used = [chance.randrange(2_000) for _ in starts]
        rows = (f"{times}{wh / 1000:.3f}\n" for times, wh in zip(stamps, used, strict=True))
        text = "Start,End,Consumption\n" + "".join(rows)
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        totals[name] = Counter()
        for month, wh in zip(months, used, strict=True):
            totals[name][month] += wh
        accounts.append(
            {
                "name": name,
                "url": f"https://api.octopus.energy/v1/electricity-meter-points/{2000 + number}"
                "/meters/21L/consumption/",
                "apikey": KEY,
                "csv": f"{name}.csv",
            }
        )
    config = folder / "config.json"
    config.write_text(json.dumps({"accounts": accounts}), encoding="utf-8")
    config.chmod(0o600)
    return totals
