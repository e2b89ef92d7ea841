"""Has the shop come to rest? What is still open is asked for in one statement, for it is asked many times a second."""

from __future__ import annotations

from sqlalchemy import text

from bot.simulator.panel import PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from storage.engine import Database
from tests.crypto_pay_server import CryptoPayServer

_BOOKS = text("""
SELECT 'inbox' AS what, 0 AS id, '' AS state, '' AS remote, 0 AS remains FROM inbox WHERE state = 'waiting'
UNION ALL SELECT 'outbox', 0, '', '', 0 FROM outbox WHERE state = 'waiting'
UNION ALL SELECT 'broadcast', id, state, '', 0 FROM broadcasts WHERE state = 'running'
UNION ALL SELECT kind, order_id, state, '', 0 FROM aftercare_requests
    WHERE state IN ('asked', 'sending') AND remote_id IS NULL
UNION ALL SELECT 'order', id, state, coalesce(provider_order_id, ''), remains FROM orders
UNION ALL SELECT method, id, state, charge_id, 0 FROM payments
""")


async def open_things(
    database: Database, telegram: TelegramSimulator, panel: PanelSimulator, cashier: CryptoPayServer
) -> list[str]:
    """Updates, orders, refills and cancels, payments, messages: what the shop has yet to do, by each book."""
    if telegram.backend.updates.pending:
        return ["updates"]
    found = []
    paid = {("stars", payment.charge_id) for payment in telegram.backend.stars.payments}
    paid |= {("crypto", str(number)) for number, bill in cashier.invoices.items() if bill["status"] == "paid"}
    async with database.reading() as tx:
        rows = (await tx.connection.execute(_BOOKS)).all()
    for what, row_id, state, remote, remains in rows:
        match what:
            case "order":
                if state in ("created", "submitting"):
                    found.append(f"order {row_id} {state}")
                elif remote and not _agrees(panel, state, remote, remains):
                    found.append(f"order {row_id} {state}, not as in the book")
            case "stars" | "crypto" | "manual":
                paid.discard((what, remote))
                if state == "refunding":
                    found.append(f"refund of payment {row_id}")
            case "refill" | "cancel":
                found.append(f"{what} of order {row_id} {state}")
            case _:
                found.append(what)
    return found + [f"{method} payment {charge}" for method, charge in paid]


def _agrees(panel: PanelSimulator, state: str, remote_id: str, remains: int | None) -> bool:
    known = panel.book.get(remote_id)
    if known is None:
        return False
    return state == known.status.lower().replace(" ", "_") and (remains is None or remains == known.remains)
