"""What is sold, under which name, at which price, and what never is."""

from __future__ import annotations

from pathlib import Path

from tests.flow.talk import data_of, press, quote_of, say, toast
from tests.flow.world import PRINTS, VISITS, open_world


async def test_services_are_found_published_and_named(tmp_path: Path) -> None:
    async with open_world(tmp_path, PUBLISH="ask") as world:
        anna, admin = world.customer(), world.admin
        await say(admin, "/publish moonshine", "Nothing found")
        found = await say(admin, "/publish prints", "One service for")
        await press(admin, "Put all 1 on sale", "One service is on sale now", message=found)
        assert "Prints" in (await say(anna, "/catalog")).button_texts
        found = await say(admin, "/publish prints")
        await press(admin, "Take all 1 off sale", "One service is off sale now", message=found)
        found = await say(admin, "/publish prints")
        card = await press(admin, "Sticker prints", "Not on sale", message=found)
        assert "Cost 3.50 USD · profit +1.05 USD · markup 30%" in card.text
        await press(admin, "Put on sale", "On sale", message=card)
        await press(admin, "Own name", "Send the name", message=card)
        named = await say(admin, "Lovely stickers", "Lovely stickers")
        assert "The provider calls it: Sticker prints" in named.text
        await press(admin, "Own description", "Send the description", message=named)
        await say(admin, "Printed <by hand>", "Printed <by hand>")
        await say(anna, "/search lovely")
        await press(anna, "Lovely stickers", "Printed <by hand>")
        await say(admin, "/sync", "being read")
        await admin.wait_for("Price list of main")
        assert (await say(anna, "/search lovely")).button_texts[0].startswith("Lovely stickers")
        shelf = await say(admin, "/publish")
        await press(admin, "Prints", "On sale: 1 of 1", message=shelf)
        await press(admin, "Own name", "Send the name", message=shelf)
        done = await say(admin, "On paper", "has its new name")
        await press(admin, "What is on sale", "On paper", message=done)
        assert "On paper" in (await say(anna, "/catalog")).button_texts
        await press(admin, "Own markup", "How many percent", message=shelf)
        preview = await say(admin, "50", "category On paper")
        await press(admin, "Confirm", "is 50% now", message=preview)
        assert "5.25 USD" in (await say(anna, "/search lovely")).button_texts[0]


async def test_what_is_denied_is_not_sold(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        quote = await quote_of(anna, link="https://bad.example.org/x")
        for typed in ("x", "word", "host", "words casino"):
            await say(admin, f"/deny {typed}", "For example: /deny word")
        await say(admin, "/deny host nonsense", "not a word or a site")
        listed = await say(admin, "/deny", "Nothing is denied yet")
        await say(admin, "/deny word STICKER", "Words: sticker")
        assert (await say(anna, "/search prints")).text.startswith("Nothing found")
        await press(admin, "Deny a site", "Send the site", message=listed)
        listed = await say(admin, "https://Example.ORG/path", "Sites: example.org")
        fresh = await toast(anna, data_of(quote, "Confirm"), message=quote)
        assert "no orders for links to example.org" in fresh
        await say(anna, "/search visits")
        await press(anna, "Website visits")
        await press(anna, "Order")
        await say(anna, "https://example.org.evil.com/", "How many")
        await say(anna, "/search visits")
        await press(anna, "Website visits")
        await press(anna, "Order")
        await say(anna, "https://www.EXAMPLE.org/a", "no orders for links to example.org")
        await say(anna, "https://example.com/a", "How many")
        await press(admin, "✕ sticker", "Sites: example.org", message=listed)
        assert "Sticker prints" in (await say(anna, "/search prints")).button_texts[0]
        await press(admin, "✕ example.org", "Nothing is denied yet", message=listed)
        await press(admin, "Deny a word", "Send the word", message=listed)
        await press(admin, "Cancel", "Stopped")
        menu = await say(admin, "/admin")
        await press(admin, "What is sold", "/deny", message=menu)
        await press(admin, "Never sold", "Nothing is denied yet", message=menu)


async def test_markups_of_ones_own_and_a_loss_that_is_confirmed(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await say(anna, "/start")
        offers = {offer.service.name: offer.service for offer in world.shop.services.catalog.catalogue.offers.values()}
        visits, prints = offers["Website visits"], offers["Sticker prints"]
        for typed in ("30 service", "30 shop 1", "x service 1", "30 service x", "30 service 1 2"):
            await say(admin, f"/markup {typed}", "For example: /markup 30")
        await say(admin, "/markup 30 service 999", "no such service")
        await say(admin, "/markup -100 service 1", "from -99 to 1,?000")
        preview = await say(admin, f"/markup 100 category {visits.category_id}", "category Traffic")
        assert "1.17 USD → 1.80 USD, profit +0.90 USD" in preview.text
        await press(admin, "Confirm", "is 100% now", message=preview)
        preview = await say(admin, f"/markup -50 service {visits.id}", "below cost")
        assert "Confirm" not in preview.button_texts
        assert "1.80 USD → 0.45 USD, profit −0.45 USD" in preview.text
        await press(admin, "even at a loss", "is -50% now", message=preview)
        assert "0.45 USD" in (await say(anna, "/search visits")).button_texts[0]
        assert "4.55 USD" in (await say(anna, "/search prints")).button_texts[0]
        # It would lose more now: its sale stops, and whoever keeps the shelf is told.
        dearer = VISITS.row(world.panel.dialect.rules) | {"rate": "1.80"}
        dearer_prints = PRINTS.row(world.panel.dialect.rules) | {"rate": "3.15"}
        new = PRINTS.row(world.panel.dialect.rules) | {"service": 7, "name": "Posters"}
        mark = admin.mark()
        world.panel.set_services([dearer, dearer_prints, new])
        world.shop._bells.sync.ring()
        report = await admin.wait_for("Price list of main", since=mark)
        assert "its sale was stopped" in report.text
        assert "New: Posters" in report.text
        assert f"▼ #{prints.id} Sticker prints: −10.0%" in report.text
        assert (await say(anna, "/search visits")).text.startswith("Nothing found")
        await press(admin, f"#{visits.id} Website visits", "Not on sale", message=report)
        preview = await say(admin, f"/markup off service {visits.id}", "Take the markup")
        await press(admin, "Confirm", "no markup of its own", message=preview)
        card = await say(admin, f"/publish {visits.id}")
        await press(admin, "Website visits", "The markup is the category's own", message=card)
        await press(admin, "Own markup", "How many percent", message=card)
        await press(admin, "Cancel", "Stopped")
        assert "sale stopped below cost" in (await say(admin, "/audit")).text


async def test_the_guide_leads_from_nothing_to_the_first_sale(tmp_path: Path) -> None:
    async with open_world(tmp_path, PUBLISH="ask", MANUAL_PAYMENT="Send to 0000") as world:
        anna, admin = world.customer(), world.admin
        await say(admin, "/start", "Hello")
        guide = await admin.wait_for("Let's open the shop")
        assert "✅ 1. Provider" in guide.text
        assert "main answers · balance 1000 USD · services: 2" in guide.text
        assert "⬜ 2. Markup: 30%" in guide.text
        assert "⬜ 3. What is sold: 0 of 2" in guide.text
        assert "✅ 5. Ways to pay: Transfer" in guide.text
        await press(admin, "2. Markup", "The markup is 30% now", message=guide)
        await press(admin, "50%", "from 30% to 50%", message=guide)
        await press(admin, "Confirm", "50% now", message=guide)
        menu = await say(admin, "/admin", "Running the shop")
        guide = await press(admin, "How to open the shop", "✅ 2. Markup: 50%", message=menu)
        await press(admin, "4. Terms", "TERMS_URL=", message=guide)
        await press(admin, "Back", "open the shop", message=guide)
        ways = await press(admin, "5. Ways to pay", "STARS_PER_UNIT=77", message=guide)
        assert "CRYPTO_PAY_TOKEN=" in ways.text
        await press(admin, "Back", "open the shop", message=guide)
        await press(admin, "3. What is sold", "on sale: 0 of 2", message=guide)
        await press(admin, "Everything on sale", "Put all", message=guide)
        await press(admin, "Yes, do it", "2 of 2", message=guide)
        await press(admin, "Back", "Running the shop", message=guide)
        opened = await press(admin, "How to open the shop", "The shop is open", message=guide)
        assert "✅ 3. What is sold: 2 of 2" in opened.text
        assert await toast(admin, data_of(opened, "Refresh"), message=opened) == ""
        await press(admin, "Catalog", "Choose a category", message=opened)
        before = len(admin.received)
        await say(admin, "/start", "Hello")
        assert not any("open the shop" in message.text for message in admin.received[before:])
        assert "Traffic" in (await say(anna, "/catalog")).button_texts
