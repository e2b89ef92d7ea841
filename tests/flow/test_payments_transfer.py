"""Transfers: the customer's proof reaches every admin, one of them decides, once."""

from __future__ import annotations

from pathlib import Path

from bot.simulator.telegram.model import Message
from bot.simulator.telegram.people import Person
from tests.flow.talk import data_of, press, say, toast
from tests.flow.world import BORIS, World, open_world

ACCOUNT = "Bank <One>, account 12-34.\nName yourself."
TINA = 9002
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


async def transfer_begun(person: Person, amount: str = "20.00 USD") -> Message:
    await say(person, "/topup", "Choose a way")
    await press(person, "Transfer", "how much")
    await press(person, amount)
    return await person.wait_for("account 12-34")


async def two_admins(world: World) -> tuple[Person, Person]:
    sam, tina = world.admin, world.telegram.person(TINA, first_name="Tina")
    for admin in (sam, tina):
        await say(admin, "/start")
    return sam, tina


async def test_a_picture_is_approved_once(tmp_path: Path) -> None:
    async with open_world(tmp_path, MANUAL_PAYMENT=ACCOUNT, ADMIN_IDS=f"9001,{TINA}") as world:
        anna = world.customer()
        sam, tina = await two_admins(world)
        shown = await transfer_begun(anna)
        assert "Bank <One>" in shown.text
        await anna.send_sticker()
        await anna.wait_for("")
        await anna.send_photo(PNG, caption="from Anna's bank")
        await anna.wait_for("is being looked at")
        words = "(?s)Transfer 1: 20.00 USD.*Anna.*from Anna's bank"
        assert (await sam.wait_for(words, since=0)).kind == "photo"
        proof = await tina.wait_for(words, since=0)
        assert proof.kind == "photo"
        approve = data_of(proof, "Approve")
        await press(sam, "Approve", "20.00 USD credited")
        await anna.wait_for("20.00 USD added to your wallet")
        assert "decided already" in await toast(tina, approve, message=proof)
        assert "decided already" in await toast(tina, data_of(proof, "Refuse"), message=proof)
        assert "decided already" in await toast(sam, approve)
        assert await world.available_micros(anna.id) == 20_000_000
        await say(sam, "/payments", "No payment waits")


async def test_a_text_is_refused(tmp_path: Path) -> None:
    async with open_world(tmp_path, MANUAL_PAYMENT=ACCOUNT) as world:
        anna, sam = world.customer(), world.admin
        await say(sam, "/start")
        await transfer_begun(anna)
        await say(anna, "sent it <b>yesterday</b> & today", "is being looked at")
        await sam.wait_for("“sent it <b>yesterday</b> & today”", since=0)
        await say(sam, "/payments", "wait for a decision")
        await press(sam, "Transfer 1", "says it was paid")
        await press(sam, "Refuse", "is refused")
        await anna.wait_for("could not be confirmed", since=0)
        assert await world.available_micros(anna.id) == 0
        await say(anna, "hello", "not sure")


async def test_the_amount_that_came_counts(tmp_path: Path) -> None:
    async with open_world(tmp_path, MANUAL_PAYMENT=ACCOUNT) as world:
        anna, sam = world.customer(), world.admin
        await say(sam, "/start")
        await transfer_begun(anna)
        await anna.send_document("receipt.txt", b"paid 15")
        await anna.wait_for("is being looked at")
        proof = await sam.wait_for("Transfer 1", since=0)
        assert proof.kind == "document"
        await press(sam, "Another amount came", "really came")
        await say(sam, "fifteen", "not an amount")
        await say(sam, "15", "Credit 15.00 USD for transfer 1 to Anna")
        await press(sam, "Cancel", "says it was paid")
        await press(sam, "Another amount came", "really came", message=proof)
        await say(sam, "15", "Credit 15.00 USD")
        await press(sam, "Confirm", "15.00 USD credited")
        await anna.wait_for("15.00 USD added", since=0)
        assert await world.available_micros(anna.id) == 15_000_000


async def test_the_proof_can_come_later(tmp_path: Path) -> None:
    async with open_world(tmp_path, MANUAL_PAYMENT=ACCOUNT) as world:
        anna, boris = world.customer(), world.customer(1002, name="Boris")
        shown = await transfer_begun(anna)
        await say(anna, "/catalog")
        await say(anna, "it is paid", "not sure")
        await say(boris, "/start")
        assert "can't find this invoice" in await toast(boris, data_of(shown, "Send the proof"))
        await press(anna, "Send the proof", "Send the proof of transfer 1", message=shown)
        await press(anna, "Cancel", "Stopped")
        await press(anna, "Send the proof", "Send the proof of transfer 1", message=shown)
        await world.stop()
        await anna.send("paid at noon")
        await world.start()
        await anna.wait_for("is being looked at")
        assert "has been sent already" in await toast(anna, data_of(shown, "Send the proof"), message=shown)


async def test_without_settings_there_is_no_way(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        shown = await say(anna, "/topup", "Name your number")
        assert shown.button_texts == ["Back"]
        for method in ("stars", "crypto", "manual"):
            assert "not available now" in await toast(anna, f"pay:{method}:5000000")
            assert "not available now" in await toast(anna, f"way:{method}:0")
        await toast(anna, "a-tryes:1:0")
        await toast(anna, "a-pays")
        assert "out of date" in anna.toasts[-1]


async def test_a_manager_does_not_decide_on_their_own_payment(tmp_path: Path) -> None:
    async with open_world(tmp_path, MANUAL_PAYMENT=ACCOUNT) as world:
        sam, boris = world.admin, world.customer(BORIS, name="Boris")
        await say(boris, "/start")
        await say(sam, f"/role {BORIS} manager", "from now on")
        await transfer_begun(boris)
        await say(boris, "I did pay", "is being looked at")
        proof = await boris.wait_for("says it was paid", since=0)
        assert "your own payment" in await toast(boris, data_of(proof, "Approve"), message=proof)
        assert await world.available_micros(BORIS) == 0
        claim = await sam.wait_for("says it was paid", since=0)
        await press(sam, "Approve", "20.00 USD credited", message=claim)
        await boris.wait_for("20.00 USD added to your wallet", since=0)
