"""The demo: one server on loopback carries the page, the simulated Telegram and the simulated providers, and
the real bot runs against it as a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from aiohttp import web

from bot.simulator.keeper import BotKeeper
from bot.simulator.page import page_routes
from bot.simulator.panel import Dialect, PanelSimulator, demo_catalogue
from bot.simulator.panel.control import panel_control_routes
from bot.simulator.telegram import TelegramSimulator
from bot.simulator.telegram.background import Background
from bot.simulator.telegram.control import ControlApi
from bot.simulator.telegram.simulator import MAX_REQUEST_BYTES

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
TOKEN = "4200000000:demo-token-of-the-simulated-telegram"  # noqa: S105
ANNA_ID, SAM_ID = 1001, 1002
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PANELS = {
    "aster": (Dialect.SMMSEND, slice(0, 2)),  # what is looked at first: its page alone has drip-feed and cancel
    "birch": (Dialect.SANDHUSMM, slice(2, 4)),
    "cedar": (Dialect.SUNSMMVN, slice(4, 6)),
    "daisy": (Dialect.SOSYALMAVI, slice(6, 7)),
    "elm": (Dialect.DIGITALSOLUTIONSTORE, slice(7, None)),
}
"""Each provider's way of speaking, and which of the catalogue's categories it sells."""


async def run_demo(port: int | None = None, *, data_dir: Path | None = None) -> int:
    """Run until Ctrl-C or SIGTERM: 0; 1 when the port is taken or the bot doesn't start.

    Without a port it is 8000, or any free one when 8000 is taken. Without a directory all is forgotten at the end.
    """
    stop = asyncio.Event()
    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with _directory(data_dir) as directory:
        return await _Demo(directory).run(port, stop)


@contextlib.contextmanager
def _directory(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="storefront-demo-", ignore_cleanup_errors=True) as made:
        yield Path(made)


class _Demo:
    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.telegram = TelegramSimulator(TOKEN, bot_username="storefront_demo_bot", flood_limits=True)
        self.telegram.person(ANNA_ID, first_name="Anna", username="anna_demo", language_code="en")
        self.telegram.person(SAM_ID, first_name="Sam", username="sam_demo", language_code="en")
        self.panels = [_panel(name) for name in PANELS]
        self.keeper: BotKeeper | None = None

    async def run(self, port: int | None, stop: asyncio.Event) -> int:
        runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=1)
        await runner.setup()
        background = Background()
        try:
            address = await _listen(runner, port)
            if address is None:
                sys.stderr.write(f"Port {port} is taken. Choose another: PORT=8001 make demo\n")
                return 1
            world = self.telegram.world
            self.keeper = BotKeeper(self._settings(address), self.directory, world.pulse.beat)
            sys.stdout.write(f"Open {address} in a browser. Ctrl-C ends the demo.\n")
            sys.stdout.flush()
            keeping = background.start(self.keeper.run())
            stopping = background.start(stop.wait())
            await asyncio.wait([keeping, stopping], return_when=asyncio.FIRST_COMPLETED)
            await self.keeper.stop()
            code = await keeping
            if code:
                sys.stderr.write(f"The bot ended by itself with code {code}; its own words are above.\n")
            return 1 if code else 0
        finally:
            for panel in self.panels:
                panel.close()
            await self.telegram.close()
            await background.close()
            await runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=MAX_REQUEST_BYTES)
        app.add_routes(page_routes())
        app.add_routes(self.telegram.routes())
        app.add_routes(ControlApi(self.telegram).routes())
        app.add_routes(panel_control_routes(self.panels))
        for panel in self.panels:
            app.add_routes(panel.routes(f"/panels/{panel.name}"))
        app.add_routes([web.get("/sim/bot", self.bot_state), web.post("/sim/bot/kill", self.kill_bot)])
        return app

    def _settings(self, address: str) -> dict[str, str]:
        providers = [
            {
                "name": panel.name,
                "url": f"{address}/panels/{panel.name}/api/v2",
                "key": panel.key,
                "currency": panel.currency,
            }
            for panel in self.panels
        ]
        return {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": address,
            "PROVIDERS": json.dumps(providers),
            "ADMIN_IDS": str(SAM_ID),
            "DATA_DIR": str(self.directory),
            "DATABASE_URL": f"sqlite+aiosqlite:///{self.directory / 'shop.db'}",
            "PUBLISH": "all",
            "POLL_INTERVAL": "1",
            "SYNC_INTERVAL": "30",
            "SUBMIT_TIMEOUT": "8",
            "PROVIDER_TIMEOUT": "8",
            "STARS_PER_UNIT": "50",
            "REFERRAL_PERCENT": "5",
            "MANUAL_PAYMENT": "Demo Bank, account 12-34-56, for Sam",
            "SUPPORT_CONTACT": "@sam_demo",
            "HTTP_PORT": "0",
            "LOG_LEVEL": "WARNING",
        }

    async def bot_state(self, _request: web.Request) -> web.Response:
        keeper = self.keeper
        if keeper is None:
            return web.json_response({"state": "starting", "pid": None, "kills": 0})
        is_up = keeper.state != "running" or self.telegram.backend.updates.asked_at >= keeper.started_at
        return web.json_response(
            {
                "state": keeper.state if is_up else "starting",
                "pid": keeper.pid,
                "kills": keeper.kills,
            }
        )

    async def kill_bot(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        killed = self.keeper is not None and self.keeper.kill()
        return web.json_response({"killed": killed})


def _panel(name: str) -> PanelSimulator:
    dialect, share = PANELS[name]
    services = list(demo_catalogue(dialect))
    categories = list(dict.fromkeys(service.category for service in services))[share]
    sold = [service for service in services if service.category in categories]
    return PanelSimulator(name, f"demo-key-{name}", dialect, catalogue=sold, auto=True, request_limit=1000)


async def _listen(runner: web.AppRunner, port: int | None) -> str | None:
    """The address that the server got; None when the wanted port is taken."""
    for choice in [port] if port is not None else [DEFAULT_PORT, 0]:
        try:
            await web.TCPSite(runner, HOST, choice).start()
        except OSError:
            continue
        return f"http://{HOST}:{runner.addresses[0][1]}"
    return None
