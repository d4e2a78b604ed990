"""Where the lists of a tariff's prices are, as the API names them. Pure."""

from __future__ import annotations

from octoterm.tariffs.rates import STANDING, Register

PATHS = {
    Register.STANDARD.value: "standard-unit-rates",
    Register.DAY.value: "day-unit-rates",
    Register.NIGHT.value: "night-unit-rates",
    STANDING: "standing-charges",
}
"""The end of the address of each list of prices."""
RELATIONS = {name: path.replace("-", "_") for name, path in PATHS.items()}
"""What a product calls its links to them."""
LONGEST = 1000
"""Characters of an address; real ones have up to 150."""

_NAMES = {relation: name for name, relation in RELATIONS.items()}


def linked_prices(links: object) -> dict[str, str]:
    """The addresses among the links of a tariff, by the name of a register or STANDING. Other
    links are left out."""
    found: dict[str, str] = {}
    for link in links if isinstance(links, list) else ():
        relation, address = (
            (link.get("rel"), link.get("href")) if isinstance(link, dict) else (None, None)
        )
        name = _NAMES.get(relation) if isinstance(relation, str) else None
        if name is not None and isinstance(address, str) and len(address) <= LONGEST:
            found[name] = address
    return found
