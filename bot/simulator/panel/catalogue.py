"""What a panel sells: the demo's catalogue, a big one, and raw rows for tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.simulator.panel.delivery import as_json
from bot.simulator.panel.dialects import Dialect, DialectRules
from bot.simulator.panel.services import PanelService, service_of
from bot.simulator.panel.wares import WARES

_OFFSETS = {
    Dialect.SANDHUSMM: (1, Decimal("1.15")),
    Dialect.SOSYALMAVI: (201, Decimal("0.94")),
    Dialect.DIGITALSOLUTIONSTORE: (1401, Decimal("1.08")),
    Dialect.SUNSMMVN: (3001, Decimal("0.87")),
    Dialect.SMMSEND: (7001, Decimal("1")),
}
"""First service id of a dialect's demo, and its prices against the list."""


def demo_catalogue(dialect: Dialect) -> list[PanelService]:
    """Sixty-odd believable services of every type; each dialect has ids and prices of its own."""
    first, factor = _OFFSETS[dialect]
    wares = [(category, ware) for category, of_category in WARES.items() for ware in of_category]
    return [
        PanelService(
            service=str(first + number),
            name=name,
            category=category,
            rate=(Decimal(rate) * factor).normalize(),
            min=least,
            max=most,
            type=type_,
            refill="r" in flags,
            cancel="c" in flags,
            dripfeed="d" in flags and dialect.rules.dripfeed,
        )
        for number, (category, (type_, name, rate, least, most, flags)) in enumerate(wares)
    ]


def big_catalogue(count: int, categories: int = 90) -> list[PanelService]:
    """So many plain services with long names, for load tests."""
    return [
        PanelService(
            service=str(number),
            name=f"Print run {number} 🖨️ with a long name, as catalogues of many megabytes have them",
            category=f"Category {number % categories + 1}",
            rate=Decimal(number % 997 + 1) / 100,
            min=10,
            max=100_000,
            refill=number % 3 == 0,
            cancel=number % 2 == 0,
        )
        for number in range(1, count + 1)
    ]


class Catalogue:
    """The services on sale and the list as it is printed."""

    def __init__(self, rules: DialectRules, services: Iterable[PanelService]) -> None:
        self.services: dict[str, PanelService] = {}
        """What can be ordered, by id: the panel's own copies."""
        self._rules = rules
        self._rows: object = None
        self._printed: bytes | None = None
        self.set_services(services)

    @property
    def printed(self) -> bytes:
        """The answer to ``services``."""
        if self._printed is None:
            rows = [service.row(self._rules) for service in self.services.values()]
            self._printed = as_json(rows if self._rows is None else self._rows)
        return self._printed

    def changed(self) -> None:
        """Print the list anew next time."""
        self._printed = None

    def set_rate(self, service_id: str, rate: Decimal) -> None:
        self.services[service_id].rate = rate
        if isinstance(self._rows, Sequence) and not isinstance(self._rows, str):
            for row in self._rows:
                if isinstance(row, dict) and str(row.get("service")) == service_id:
                    row["rate"] = format(rate, "f")
        self.changed()

    def set_services(self, services: Iterable[PanelService]) -> None:
        self.services.clear()
        self.services.update((service.service, replace(service)) for service in services)
        self._rows = None
        self.changed()

    def set_rows(self, rows: object) -> None:
        """Print these rows as they stand; the first readable row of an id can be ordered."""
        self._rows = rows
        self.services.clear()
        for row in rows if isinstance(rows, Sequence) and not isinstance(rows, str) else ():
            service = service_of(row)
            if service is not None:
                self.services.setdefault(service.service, service)
        self.changed()
