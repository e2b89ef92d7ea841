"""The simulated provider as tests and the demo hold it in their hands."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal

from aiohttp import web

from bot.simulator.panel.book import Book
from bot.simulator.panel.catalogue import Catalogue, demo_catalogue
from bot.simulator.panel.desk import Desk
from bot.simulator.panel.dialects import Dialect
from bot.simulator.panel.faults import ArmedFault, Fault, FaultHit
from bot.simulator.panel.front import API_PATH, Front
from bot.simulator.panel.life import Life, Pace
from bot.simulator.panel.orders import PanelCancel, PanelOrder, PanelRefill
from bot.simulator.panel.requests import PanelRequest, RequestLog
from bot.simulator.panel.services import PanelService


def _utc_now() -> datetime:
    return datetime.now(UTC)


class PanelSimulator:
    """A simulated provider. Tests read its ``book`` and ``requests``; both outlive every fault.

    With ``auto`` orders move by themselves as ``now`` goes on; otherwise they stay until ``move``.
    ``unique_links`` refuses a second order on a link that is being worked on. ``comments_quantity`` wants the
    number of lines sent as ``quantity`` too. ``request_limit`` drops old requests in long runs.
    ``order_id`` makes an order's id from a running number.
    """

    def __init__(
        self,
        name: str,
        key: str,
        dialect: Dialect = Dialect.SANDHUSMM,
        *,
        catalogue: Iterable[PanelService] | None = None,
        balance: Decimal = Decimal("1000"),
        currency: str = "USD",
        auto: bool = False,
        pace: Pace | None = None,
        now: Callable[[], datetime] = _utc_now,
        first_order_id: int = 734_281,
        order_id: Callable[[int], str] = str,
        unique_links: bool = False,
        comments_quantity: bool = False,
        request_limit: int | None = None,
    ) -> None:
        self.name = name
        self.key = key
        self.dialect = dialect
        self.currency = currency
        self.auto = auto
        self.now = now
        self.closed = False
        self.catalogue = Catalogue(dialect.rules, demo_catalogue(dialect) if catalogue is None else catalogue)
        self._book = Book(balance, first_order_id, order_id)
        self._life = Life(self._book, self.catalogue.services, pace or Pace())
        self._log = RequestLog(request_limit)
        desk = Desk(key, dialect.rules, self._book, self.catalogue, currency, now, unique_links, comments_quantity)
        self._front = Front(desk, self._log, self.advance)

    # The book

    @property
    def book(self) -> Mapping[str, PanelOrder]:
        """Every order that was ever taken, by id, even when its answer failed."""
        return self._book.orders

    def newest(self, limit: int) -> list[PanelOrder]:
        """The latest orders, newest first."""
        return list(self._book.newest(limit))

    @property
    def refills(self) -> Mapping[str, PanelRefill]:
        return self._book.refills

    @property
    def cancels(self) -> Mapping[str, PanelCancel]:
        return self._book.cancels

    @property
    def balance(self) -> Decimal:
        return self._book.balance

    @balance.setter
    def balance(self, amount: Decimal) -> None:
        self._book.balance = amount
        self._log.wake()

    def total(self) -> Decimal:
        """Balance and charges together: the same at any time, unless a test sets the balance."""
        return self._book.total()

    def move(
        self,
        order_id: str | int,
        *,
        status: str | None = None,
        remains: int | str | None = None,
        start_count: int | None = None,
    ) -> PanelOrder:
        """Move an order by hand and settle its money (Partial by ``remains``, Canceled wholly)."""
        order = self._book.orders[str(order_id)]
        order.by_hand = True
        self._book.move(order, status=status, remains=remains, start_count=start_count)
        self._log.wake()
        return order

    def move_many(self, order_ids: Iterable[str], *, status: str, remains: int | None = None) -> None:
        """Move many orders at once."""
        for order_id in order_ids:
            order = self._book.orders[order_id]
            order.by_hand = True
            self._book.move(order, status=status, remains=remains)
        self._log.wake()

    def spawn(self, parent_id: str | int, quantity: int | None = None) -> PanelOrder:
        """Let a drip-feed or a subscription make its next order now (tests with ``auto`` off)."""
        parent = self._book.orders[str(parent_id)]
        service = self.catalogue.services[parent.service]
        child = self._book.spawn(parent, service, quantity or parent.quantity, self.now())
        self._log.wake()
        return child

    def move_refill(self, refill_id: str | int, status: str) -> None:
        self._book.refills[str(refill_id)].by_hand = True
        self._book.move_refill(str(refill_id), status)
        self._log.wake()

    def move_cancel(self, cancel_id: str | int, status: str) -> None:
        """Completed stops the order and gives money back, unless it is over already: then Rejected."""
        self._book.cancels[str(cancel_id)].by_hand = True
        self._book.move_cancel(str(cancel_id), status)
        self._log.wake()

    def load_orders(
        self,
        count: int,
        service: str | int,
        *,
        quantity: int = 1000,
        status: str = "In progress",
        link: Callable[[int], str] = "https://example.com/p/{}".format,
    ) -> list[str]:
        """Enter many orders at once, for benchmarks; they cost nothing and move by hand alone."""
        taken = self.catalogue.services[str(service)]
        ids = self._book.load(taken, count, self.now(), quantity=quantity, status=status, link=link)
        self._log.wake()
        return ids

    def advance(self) -> bool:
        """Bring orders that move by themselves up to the clock; whether anything changed."""
        changed = self.auto and self._life.advance(self.now())
        if changed:
            self._log.wake()
        return changed

    # The catalogue

    def set_rate(self, service: str | int, rate: Decimal) -> None:
        self.catalogue.set_rate(str(service), rate)

    def set_services(self, rows: object) -> None:
        """Print exactly this as the service list, broken rows and all; readable rows can be ordered."""
        self.catalogue.set_rows(rows)

    # Requests and faults

    @property
    def requests(self) -> Sequence[PanelRequest]:
        return self._log.requests

    @property
    def followed(self) -> Sequence[str]:
        """Addresses that clients reached by following a redirect; a good client never does."""
        return self._front.followed

    def calls(self, action: str) -> int:
        """How often the action was called."""
        return self._log.counts[action]

    async def called(self, action: str, count: int = 1) -> None:
        """Wait until the action has been called so often in all; what that call takes is then in the book."""
        await self._log.until(lambda: self._log.counts[action] >= count)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition is true; asked anew at each request and each change of the book."""
        await self._log.until(condition)

    def fail(
        self,
        action: str,
        fault: Fault | str,
        *,
        times: int | None = 1,
        seconds: float | None = None,
        text: str | None = None,
        status: int | None = None,
        size: int | None = None,
    ) -> ArmedFault:
        """Arm a fault for the next calls of an action ("*": any). ``times=None`` lasts until ``heal``."""
        known = fault if isinstance(fault, Fault) else Fault.named(fault)
        armed = ArmedFault(action, known, times, seconds, text, status, size)
        self._front.faults.armed.append(armed)
        self._log.wake()
        return armed

    def heal(self) -> None:
        """Disarm all faults and let go of every call that hangs, waits or drips."""
        self._front.heal()

    def close(self) -> None:
        """Heal, and end the streams of events, so that a server that shuts down need not wait for them."""
        self.closed = True
        self.heal()

    @property
    def version(self) -> int:
        """Grows whenever the orders, the balance or the armed faults have changed."""
        return self._log.version

    @property
    def armed(self) -> Sequence[ArmedFault]:
        return self._front.faults.armed

    @property
    def fault_hits(self) -> Sequence[FaultHit]:
        """Every fault that has struck, oldest first."""
        return self._front.faults.hits

    # HTTP

    def routes(self, prefix: str = "") -> list[web.RouteDef]:
        """Routes that serve this panel at ``prefix + "/api/v2"``."""
        return self._front.routes(prefix)

    @asynccontextmanager
    async def serve(self, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
        """Serve on a port of its own; yields the API's address."""
        app = web.Application()
        app.add_routes(self.routes())
        self.closed = False
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            yield f"http://{host}:{runner.addresses[0][1]}{API_PATH}"
        finally:
            self.close()
            await runner.cleanup()
