"""`octoterm config`: the configuration as octoterm understands it, what is wrong with it, and the
JSON Schema of configurations."""

from __future__ import annotations

import json
from importlib.resources import files

from octoterm.alerts.rules import KINDS, Rule
from octoterm.cli import console
from octoterm.cli.arguments import Arguments
from octoterm.cli.source import find_configuration, open_source
from octoterm.config.accounts import ConfiguredAccount
from octoterm.config.reader import Config
from octoterm.errors import ConfigError
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.bands import Band
from octoterm.safe_text import clean, harmless
from octoterm.storage.folders import Folders

HIDDEN = "•••"


def run(asked: Arguments) -> int:
    """Print what was asked for. Raises ConfigError."""
    if asked.schema:
        console.say(files("octoterm.config").joinpath("schema.json").read_text("utf-8").rstrip())
        return 0
    try:
        with open_source(asked) as source:
            if source.missing is not None:
                raise source.missing
            config = source.config
    except ConfigError as error:
        if asked.format != "json":
            raise
        console.say(json.dumps({"file": _file(asked), "error": str(error), "warnings": []}))
        return error.exit_code
    assert config is not None
    if asked.check:
        _say_checked(asked, config)
    else:
        console.say(harmless(json.dumps(_shown(config), indent=2, ensure_ascii=False)))
    return 0


def _say_checked(asked: Arguments, config: Config) -> None:
    path = clean(str(config.path), 1000)
    if asked.format == "json":
        said = {"file": path, "error": None, "warnings": [*config.warnings]}
        console.say(json.dumps(said, ensure_ascii=False))
        return
    console.say("\n".join((f"{path} is valid.", *config.warnings)))


def _file(asked: Arguments) -> str | None:
    try:
        return clean(str(find_configuration(asked, Folders.of_user()).path), 1000)
    except ConfigError:
        return None


def _shown(config: Config) -> dict[str, object]:
    """The configuration with its defaults, in its own form; keys are hidden."""
    return {
        "file": clean(str(config.path), 1000),
        "accounts": [_account(each) for each in config.accounts],
        "meters": [_meter(each) for each in config.points if not each.is_net],
        "day_start": f"{config.day_start:%H:%M}",
        "average_days": [*config.average_days],
        "bands": dict(map(_band, config.bands)),
        "alerts": [_alert(each) for each in config.alerts],
        "notify": [config.without_keys(each) for each in config.notify],
        "warnings": [*config.warnings],
    }


def _account(account: ConfiguredAccount) -> dict[str, object]:
    return {"account": account.number, "url": account.base, "apikey": HIDDEN}


def _meter(point: MeterPoint) -> dict[str, object]:
    return {
        "name": point.name,
        "fuel": point.fuel.value,
        "direction": point.direction.value,
        "mprn" if point.fuel.value == "gas" else "mpan": point.number,
        "serials": [meter.serial for meter in point.meters],
        "csv": [clean(str(meter.csv), 1000) for meter in point.meters],
        "unit": point.meters[0].unit if point.meters else None,
        "tariffs": [agreement.tariff for agreement in point.agreements],
        "apikey": HIDDEN,
    }


def _band(band: Band) -> tuple[str, str]:
    return band.name, f"{band.begin:%H:%M}-{band.end:%H:%M}"


def _alert(rule: Rule) -> dict[str, object]:
    number = KINDS[rule.when].number
    return {
        "when": rule.when,
        **({number: rule.number} if number else {}),
        **({"meter": rule.meter} if rule.meter else {}),
    }
