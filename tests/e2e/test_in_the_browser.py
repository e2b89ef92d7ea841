"""A newcomer's first minutes: `make demo`, the page in a browser, a first order, and the plug pulled in between."""

from __future__ import annotations

import asyncio
import re

from playwright.async_api import Locator, async_playwright, expect

BROWSER_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
PATIENCE = 45_000  # milliseconds, of a slow machine


async def test_a_first_order_outlives_a_kill(
    demo: asyncio.subprocess.Process, free_port: int, chromium_path: str
) -> None:
    assert demo.stdout is not None
    async with asyncio.timeout(150), async_playwright() as playwright:
        await demo.stdout.readline()
        browser = await playwright.chromium.launch(executable_path=chromium_path, args=BROWSER_FLAGS.split())
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        await page.goto(f"http://127.0.0.1:{free_port}")
        anna, sam, provider = (page.locator(f"#{name}") for name in ("customer", "admin", "provider"))

        await page.get_by_role("button", name="Sam: /credit").click()
        await _tap(sam, "Confirm")
        await expect(anna.get_by_text("10.00 USD added to your wallet")).to_be_visible()
        await page.get_by_role("button", name="Anna: /catalog").click()
        await _tap(anna, "Website visits")
        await _tap(anna, "worldwide")
        await _tap(anna, "Order")
        await expect(anna.get_by_text("Send the link")).to_be_visible()
        await _type(anna, "https://example.com/p/abc123")
        await expect(anna.get_by_text("How many?")).to_be_visible()
        await _type(anna, "1000")
        await _tap(anna, "Confirm")
        # Refresh is there once the shop knows that the provider has it; before that a kill leaves it to be checked.
        await expect(anna.get_by_role("button", name="Refresh")).to_be_visible()

        await page.get_by_role("button", name="kill -9 the bot").click()
        await _type(anna, "/balance")
        await expect(anna.locator(".msg:not(.mine)", has_text="Available: 8.83 USD")).to_be_visible()
        await expect(anna.get_by_text("Order #1: Completed")).to_be_visible()
        await expect(page.get_by_role("status").filter(has_text="running, killed 1×")).to_be_visible()
        await expect(provider.locator("article")).to_have_count(1)
        await expect(provider.locator("article")).to_contain_text("Completed")
        assert await anna.locator(".msg:not(.mine)", has_text="Available").count() == 1
        await browser.close()
        assert problems == []


async def _tap(phone: Locator, button: str) -> None:
    """The newest button of this name."""
    await phone.locator(".keys").get_by_role("button", name=re.compile(rf"\b{button}\b")).last.click()


async def _type(phone: Locator, text: str) -> None:
    box = phone.get_by_label("Message", exact=True)
    await box.fill(text)
    await box.press("Enter")
