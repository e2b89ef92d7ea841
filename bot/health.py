"""What an operator's monitoring asks: is it alive, is it ready, how does it do.

The server knows nothing of the shop: liveness and readiness are callables that the caller names, and so are
further routes (the webhook).
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

log = structlog.stdlib.get_logger(__name__)

CHECK_TIMEOUT = 5.0
"""Seconds after which a check that has not answered counts as failed."""

STOP_TIMEOUT = 5.0
"""Seconds that answers under way have when the server stops."""

JsonValue = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class HealthReport:
    """The word of one check. `details` are shown to whoever can reach the port: no secrets, no customers."""

    ok: bool
    details: Mapping[str, JsonValue] = field(default_factory=dict)


Check = Callable[[], HealthReport | Awaitable[HealthReport]]


class HealthServer:
    """`/healthz`, `/readyz`, `/metrics` and the caller's routes on one port.

    `/healthz` is 503 when a `live` check fails: restart the process. `/readyz` is 503 when a `live` or a
    `ready` check fails, or after `stop_accepting`: send it no traffic. Port 0 takes any free one; `port` then
    tells which.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        live: Mapping[str, Check] | None = None,
        ready: Mapping[str, Check] | None = None,
        routes: Iterable[web.AbstractRouteDef] = (),
        registry: CollectorRegistry = REGISTRY,
    ) -> None:
        self.host = host
        self.port = port
        self._live = dict(live or {})
        self._ready = dict(ready or {})
        self._routes = list(routes)
        self._registry = registry
        self._accepting = True
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listens. Raises OSError where the port is taken."""
        app = web.Application()
        app.add_routes(
            [
                web.get("/healthz", self._healthz),
                web.get("/readyz", self._readyz),
                web.get("/metrics", self._metrics),
                *self._routes,
            ]
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_TIMEOUT)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self.port).start()
        except BaseException:
            await runner.cleanup()
            raise
        self._runner = runner
        self.port = runner.addresses[0][1]
        log.info("listening", host=self.host, port=self.port)

    def stop_accepting(self) -> None:
        """Answers 503 on `/readyz` from now on, so that a balancer turns away before the process ends."""
        self._accepting = False

    async def stop(self) -> None:
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _healthz(self, request: web.Request) -> web.Response:
        return await _answer(self._live)

    async def _readyz(self, request: web.Request) -> web.Response:
        stopping: dict[str, Check] = {} if self._accepting else {"stopping": lambda: HealthReport(ok=False)}
        return await _answer({**self._live, **self._ready, **stopping})

    async def _metrics(self, request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _answer(checks: Mapping[str, Check]) -> web.Response:
    reports = dict(zip(checks, await asyncio.gather(*map(_ask, checks, checks.values())), strict=True))
    ok = all(report.ok for report in reports.values())
    body = {
        "status": "ok" if ok else "failing",
        "checks": {name: {**report.details, "ok": report.ok} for name, report in reports.items()},
    }
    return web.json_response(body, status=200 if ok else 503, headers={"Cache-Control": "no-store"})


async def _ask(name: str, check: Check) -> HealthReport:
    """A check that raises or hangs has failed; the reason goes to the log, its kind alone to the caller."""
    try:
        async with asyncio.timeout(CHECK_TIMEOUT):
            report = check()
            return await report if inspect.isawaitable(report) else report
    except Exception as error:
        log.warning("health check failed", check=name, exc_info=True)
        return HealthReport(ok=False, details={"error": type(error).__name__})
