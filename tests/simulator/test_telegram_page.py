"""The chat page in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from playwright.async_api import Page, async_playwright, expect

from bot.simulator.page import page_routes
from bot.simulator.panel import PanelSimulator
from bot.simulator.panel.control import panel_control_routes
from bot.simulator.telegram import TelegramSimulator
from bot.simulator.telegram.control import ControlApi
from tests.simulator.telegram_client import BotClient, keyboard

BROWSER_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
SCRIPT = "<img src=x onerror=\"document.title='broken'\">"


async def bot_state(_request: web.Request) -> web.Response:
    return web.json_response({"state": "running", "pid": 1, "kills": 0})


@pytest.fixture
async def address(telegram: TelegramSimulator) -> AsyncIterator[str]:
    telegram.person(1001, first_name="Anna")
    telegram.person(1002, first_name="Sam")
    panel = PanelSimulator("aster", "key")
    app = web.Application()
    app.add_routes([*page_routes(), *telegram.routes(), *ControlApi(telegram).routes()])
    app.add_routes([*panel.routes("/panels/aster"), *panel_control_routes([panel])])
    app.add_routes([web.get("/sim/bot", bot_state)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    panel.close()
    await telegram.close()
    await runner.cleanup()


@pytest.fixture
async def shop(address: str, telegram: TelegramSimulator) -> AsyncIterator[BotClient]:
    async with aiohttp.ClientSession() as session:
        yield BotClient(session, address, telegram.token)


@pytest.fixture
async def page(address: str, chromium_path: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path, args=BROWSER_FLAGS.split())
        opened = await browser.new_page(viewport={"width": 1440, "height": 900})
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        await opened.goto(address)
        yield opened
        await browser.close()
        assert errors == []


async def test_a_chat(page: Page, shop: BotClient, telegram: TelegramSimulator) -> None:
    anna = telegram.person(1001)
    phone = page.locator("#customer")
    await shop.ok("setMyCommands", commands=[{"command": "orders", "description": "All orders"}])
    await phone.get_by_role("button", name="Start", exact=True).click()
    await anna.wait_until(lambda: anna.messages or None)
    await shop.ok(
        "sendMessage",
        chat_id=1001,
        text="<b>Bold</b> &lt;i&gt; <a href='https://a.example/'>link</a>",
        parse_mode="HTML",
        reply_markup=keyboard({"text": SCRIPT, "callback_data": "go"}),
    )
    bubble = phone.locator(".msg:not(.mine) .bubble")
    await expect(bubble.locator("b")).to_have_text("Bold")
    await expect(bubble).to_contain_text("<i>")
    await expect(bubble.locator("a")).to_have_attribute("href", "https://a.example/")
    await phone.locator(".keys button").click()
    query = await anna.wait_until(lambda: next(iter(anna.world.queries.values()), None))
    assert query.data == "go"
    await shop.ok("answerCallbackQuery", callback_query_id=query.query_id, text="Done")
    await expect(phone.locator(".toast")).to_have_text("Done")
    await shop.ok("editMessageText", chat_id=1001, message_id=2, text=SCRIPT)
    await expect(bubble).to_contain_text(SCRIPT)
    await expect(phone.locator(".keys")).to_have_count(0)
    await phone.get_by_label("Message", exact=True).fill("/")
    await phone.get_by_role("option", name="/orders All orders").click()
    await expect(phone.locator(".msg.mine").last).to_contain_text("/orders")
    await phone.get_by_label("Message", exact=True).fill("two\nlines")
    await phone.get_by_label("Message", exact=True).press("Enter")
    await expect(phone.locator(".msg.mine").last).to_contain_text("lines")
    assert anna.messages[-1].text == "two\nlines"
    assert await page.title() == "Storefront demo"


async def test_by_keyboard_alone(page: Page, shop: BotClient) -> None:
    phone = page.locator("#customer")
    await shop.ok("setMyCommands", commands=[{"command": "orders", "description": "All orders"}])
    await phone.get_by_role("button", name="Start", exact=True).press("Enter")
    line = phone.get_by_label("Message", exact=True)
    await expect(line).to_be_focused()
    await phone.get_by_role("button", name="Menu").press("Enter")
    await expect(line).to_be_focused()
    await page.wait_for_timeout(300)  # longer than the list waits for the focus to come back
    await page.keyboard.press("ArrowDown")
    await expect(line).to_have_attribute("aria-activedescendant", "customer-commands-orders")
    await page.keyboard.press("Enter")
    await expect(phone.locator(".msg.mine").last).to_contain_text("/orders")
    block = phone.get_by_role("button", name="Block the bot")
    await block.press("Enter")
    sheet = phone.get_by_role("alertdialog")
    for name in ("Block", "Cancel", "Block"):
        await expect(sheet.get_by_role("button", name=name, exact=True)).to_be_focused()
        await page.keyboard.press("Tab")
    await page.keyboard.press("Escape")
    await expect(sheet).to_be_hidden()
    await expect(block).to_be_focused()


async def test_the_page_fits_a_phone(page: Page, shop: BotClient, telegram: TelegramSimulator) -> None:
    await telegram.person(1001).start()
    await shop.ok("sendMessage", chat_id=1001, text="word" * 500)
    await page.set_viewport_size({"width": 360, "height": 640})
    for name in ("Admin", "Provider", "Customer"):
        await page.get_by_role("navigation").get_by_role("button", name=name).click()
        await expect(page.locator(f"#{name.lower()}")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await expect(page.locator("#customer .bubble").last).to_contain_text("wordword")
