"""What the shop's own port tells a monitoring, and that the dashboard and the alerts ask for nothing else."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import aiohttp
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot import __version__
from bot.app import measure
from bot.simulator.panel import Fault
from tests.flow.talk import press, say
from tests.flow.world import World, open_world

ROOT = Path(__file__).resolve().parents[2]


async def get(world: World, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{world.shop.health.port}{path}") as response,
    ):
        return response.status, await response.text()


async def samples(world: World) -> dict[str, float]:
    """By name and labels: `shop_orders{state=unknown}`."""
    _, text = await get(world, "/metrics")
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            found[sample.name + (f"{{{labels}}}" if labels else "")] = sample.value
    return found


async def test_an_order_is_seen_in_the_metrics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "LOOK_EVERY", 0.05)
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        world.panel.fail("add", Fault.CLOSE_AFTER)
        await say(anna, "/catalog", "Choose a category")
        await press(anna, "Traffic", "Choose a service")
        await press(anna, "Website visits", "Price of 1000")
        await press(anna, "Order", "Send the link")
        await say(anna, "https://example.com/p", "How many")
        await say(anna, "100", "Total")
        await press(anna, "Confirm", "Order #")
        await anna.wait_for("being checked|checked", since=0)
        seen = await samples(world)
        assert seen[f"shop_build_info{{version={__version__}}}"] == 1
        assert seen["shop_updates_total{outcome=done}"] >= 8
        assert seen["shop_handler_seconds_count"] >= 8
        assert seen["shop_telegram_calls_total{method=SendMessage,outcome=ok}"] >= 4
        assert seen["shop_provider_calls_total{action=services,outcome=http_200,provider=main}"] >= 1
        assert seen["shop_provider_calls_total{action=add,outcome=connection,provider=main}"] == 1
        async with asyncio.timeout(60):
            while (seen := await samples(world)).get("shop_orders{state=unknown}") != 1:
                pass
        assert seen["shop_open_orders{provider=main}"] == 1
        assert seen["shop_circuit_open{provider=main}"] == 0
        assert seen["shop_ledger_holds"] == 1
        assert seen["shop_worker_healthy{worker=notifier}"] == 1
        assert seen["shop_inbox_age_seconds"] < 60
        assert set(asked_for()) <= {re.sub(r"\{.*", "", name) for name in seen} | {"shop_backup_timestamp_seconds"}


async def test_ready_means_that_updates_can_come(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await say(world.customer(), "/start", "Hello")
        status, text = await get(world, "/readyz")
        assert (status, set(json.loads(text)["checks"])) == (200, {"workers", "database", "receiver"})
        world.shop._receiving = False
        status, text = await get(world, "/readyz")
        assert (status, json.loads(text)["checks"]["receiver"]["ok"]) == (503, False)
        assert (await get(world, "/healthz"))[0] == 200


def asked_for() -> list[str]:
    """Every metric that a panel or an alert asks for."""
    texts = [(ROOT / "deploy" / name).read_text(encoding="utf-8") for name in ("grafana.json", "alerts.yml")]
    return re.findall(r"\bshop_[a-z_]+", " ".join(texts))


def test_every_alert_says_how_bad_it_is_and_where_to_read_on() -> None:
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    groups = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    assert len(rules) >= 10
    for rule in rules:
        assert rule["expr"], rule
        assert rule["labels"]["severity"] in ("page", "ticket"), rule
        assert rule["annotations"]["summary"], rule
        assert f"### {rule['alert']}" in operations, rule["alert"]


def test_the_dashboard_has_a_query_in_every_panel() -> None:
    dashboard = json.loads((ROOT / "deploy" / "grafana.json").read_text(encoding="utf-8"))
    assert len(dashboard["panels"]) >= 10
    for panel in dashboard["panels"]:
        assert panel["title"]
        assert all(target["expr"] for target in panel["targets"])
