"""The view's words about prices: times, amounts, and why there is no price. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from octoterm.costs.quantities import COST, PRICE
from octoterm.household.meter import Fuel
from octoterm.periods.labels import WEEKDAYS, clock_label, weekday_label
from octoterm.periods.london import ONE_DAY, london
from octoterm.session.pricing.prices_shown import PricesShown
from octoterm.tariffs.price_slots import PriceSlot, Published

NOT_YET = Published.NOT_YET.value
NO_RATE = Published.MISSING.value


def pence(amount: Fraction) -> str:
    """`24.31p`, `−1.20p`."""
    return COST.half_hour.text(float(amount))


def rate(amount: Fraction) -> str:
    """`24.31 p/kWh`."""
    return PRICE.half_hour.text(float(amount))


def clocks(start: int, end: int) -> str:
    """`13:00–14:30`; midnight at the end is 24:00."""
    ends = clock_label(end)
    return f"{clock_label(start)}–{'24:00' if ends == '00:00' else ends}"


def weekday(instant: int, today: date) -> str:
    """`Mon`, or nothing if the day is today."""
    day = london(instant).date()
    return "" if day == today else WEEKDAYS[day.weekday()]


def span(start: int, end: int, today: date) -> str:
    """`13:00–14:30`, `Mon 02:00–03:00`."""
    return f"{weekday(start, today)} {clocks(start, end)}".strip()


def day_name(day: date, today: date) -> str:
    """`Today`, `Thu 14`."""
    return "Today" if day == today else weekday_label(day)


def about(instant: int, now: int) -> str:
    """`about 16:00`, `about 16:00 tomorrow`; if the time has passed, that they are late."""
    today = london(now).date()
    if instant <= now and london(instant).date() == today:
        return f"due about {clock_label(instant)}, and late"
    day = london(instant).date()
    when = {today: "", today + ONE_DAY: " tomorrow"}.get(day, f" on {weekday_label(day)}")
    return f"about {clock_label(instant)}{when}"


def verdict(slot: PriceSlot, *, pays: bool) -> str:
    """What is special about the price: `free`, `you are paid`, `you pay`; otherwise nothing."""
    if slot.pence_with_vat is None or slot.pence_with_vat > 0:
        return ""
    if slot.pence_with_vat == 0:
        return "nothing is paid" if pays else "free"
    return "you pay for it" if pays else "you are paid"


def slot_in_words(shown: PricesShown, number: int) -> str:
    """`Sun 29 13:00–13:30 24.31 p/kWh`, with what was used if that is shown."""
    slot = shown.slots[number]
    said = [f"{weekday_label(london(slot.start))} {clocks(slot.start, slot.end)} "]
    said[0] += price_in_words(shown, slot)
    if shown.use is not None and (value := shown.use.values[number]) is not None:
        said.append(shown.use.quantity.half_hour.text(value))
    return ", ".join(said)


def price_in_words(shown: PricesShown, slot: PriceSlot) -> str:
    """`24.31 p/kWh`, `−1.20 p/kWh, you are paid`, `not published yet, about 16:00`, `no rate`."""
    if slot.pence_with_vat is not None:
        special = verdict(slot, pays=shown.pays)
        return f"{rate(slot.pence_with_vat)}{', ' if special else ''}{special}"
    if slot.state is Published.NOT_YET and shown.coming_at is not None:
        return f"{NOT_YET}, {about(shown.coming_at, shown.now)}"
    return slot.state.value


def what_it_is(shown: PricesShown) -> tuple[str, ...]:
    """The heading, longest first: whose prices they are, of which tariff and region."""
    tariff = shown.tariff
    if tariff is None:
        return ("Prices",)
    kind = "Export prices" if shown.pays else "Gas prices" if tariff.fuel is Fuel.GAS else "Prices"
    is_known = bool(tariff.name or tariff.code)
    whose = f"{kind} of your tariff" if tariff.is_own and is_known else kind
    name, region = tariff.name or tariff.code, f"region {tariff.region}" if tariff.region else ""
    code = tariff.code if tariff.code != name else ""
    forms = (
        (f"{whose}:", name, code, region),
        (f"{'Yours:' if tariff.is_own else ''}", name, code, region),
        (f"{'Yours:' if tariff.is_own else ''}", name, region),
        ("", name, ""),
    )
    return tuple(_joined(*form) for form in forms)


def _joined(begin: str, *parts: str) -> str:
    return f"{begin} {' · '.join(filter(None, parts))}".strip()


def several(spans: Iterable[tuple[int, int]], today: date) -> str:
    """`02:00–04:30, Mon 13:00–13:30, 14:00–15:00`: each day is named once."""
    said, before = [], today
    for start, end in spans:
        said.append(span(start, end, before))
        before = london(start).date()
    return ", ".join(said)
