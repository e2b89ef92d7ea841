"""A panel by itself: ``python -m bot.simulator.panel --port 9001 --key K --dialect smmsend``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
from decimal import Decimal

from aiohttp import web

from bot.simulator.panel.catalogue import big_catalogue
from bot.simulator.panel.control import panel_control_routes
from bot.simulator.panel.dialects import Dialect
from bot.simulator.panel.front import API_PATH
from bot.simulator.panel.simulator import PanelSimulator

_REQUESTS_KEPT = 1_000


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.simulator.panel", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="default: any free port, printed")
    parser.add_argument("--name", default="panel")
    parser.add_argument("--key", required=True, help="the API key that clients must send")
    parser.add_argument("--dialect", choices=[dialect.value for dialect in Dialect], default="sandhusmm")
    parser.add_argument("--balance", type=Decimal, default=Decimal(1000))
    parser.add_argument("--currency", default="USD")
    parser.add_argument("--services", type=int, help="so many generated services in place of the demo's")
    parser.add_argument("--by-hand", action="store_true", help="orders move over /sim/panel alone")
    parser.add_argument("--unique-links", action="store_true", help="refuse a second order on an active link")
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace) -> None:
    panel = PanelSimulator(
        arguments.name,
        arguments.key,
        Dialect(arguments.dialect),
        catalogue=None if arguments.services is None else big_catalogue(arguments.services),
        balance=arguments.balance,
        currency=arguments.currency,
        auto=not arguments.by_hand,
        unique_links=arguments.unique_links,
        request_limit=_REQUESTS_KEPT,
    )
    app = web.Application()
    app.add_routes([*panel.routes(), *panel_control_routes([panel])])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, arguments.host, arguments.port).start()
        address = f"http://{arguments.host}:{runner.addresses[0][1]}"
        sys.stdout.write(f"{address}{API_PATH}  (control: {address}/sim/panel/orders)\n")
        sys.stdout.flush()
        await asyncio.Event().wait()
    finally:
        panel.close()
        await runner.cleanup()


def main() -> None:
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(_arguments()))


if __name__ == "__main__":
    main()
