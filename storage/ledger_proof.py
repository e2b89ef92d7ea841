"""The proof of the ledger: every invariant asked of the rows themselves.

It is one statement, so that it sees one moment of the database while the shop goes on. Each check is a SELECT of the
rows that break it: (a, b, c, d), three numbers and a text, and a line for the operator to read.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ledger import LedgerProof
from bot.core.money import to_decimal
from bot.core.orders import FINISHED, HOLDING, OPEN_REMOTE


@dataclass(frozen=True, slots=True)
class Check:
    """`line` may use {a}, {b}, {c}, {d}, and {b_money}, {c_money}: those millionths as an amount."""

    line: str
    rows: str


SHARED = """
WITH sums AS (
    SELECT account_id, SUM(amount_micros) AS total FROM ledger_entries GROUP BY account_id
), booked AS (
    SELECT order_id,
        SUM(CASE WHEN kind = 'hold' THEN amount_micros ELSE 0 END) AS held,
        SUM(CASE WHEN kind = 'capture' THEN amount_micros ELSE 0 END) AS captured,
        SUM(CASE WHEN kind = 'release' THEN amount_micros ELSE 0 END) AS released,
        SUM(CASE WHEN kind = 'refund' THEN amount_micros ELSE 0 END) AS refunded
    FROM ledger_postings WHERE order_id IS NOT NULL GROUP BY order_id
), money AS (
    SELECT o.id, o.state, o.charge_micros, o.refunded_micros,
        COALESCE(b.held, 0) - COALESCE(b.captured, 0) - COALESCE(b.released, 0) AS still_held,
        COALESCE(b.captured, 0) AS captured, COALESCE(b.refunded, 0) AS refunded
    FROM orders o LEFT JOIN booked b ON b.order_id = o.id
)
"""

COUNTS = """
SELECT -1, (SELECT COUNT(*) FROM ledger_postings), (SELECT COUNT(*) FROM ledger_accounts),
    (SELECT COUNT(*) FROM orders), ''
"""

CHECKS = (
    Check(
        "posting {a} ({d}) has {b} entries that sum to {c_money}, not two that sum to nothing",
        """SELECT p.id, COUNT(e.id), COALESCE(SUM(e.amount_micros), 0), p.key
        FROM ledger_postings p LEFT JOIN ledger_entries e ON e.posting_id = p.id
        GROUP BY p.id, p.key HAVING COUNT(e.id) <> 2 OR SUM(e.amount_micros) <> 0""",
    ),
    Check(
        "entry {a} belongs to posting {b}, which is not there",
        """SELECT e.id, e.posting_id, 0, '' FROM ledger_entries e
        WHERE NOT EXISTS (SELECT 1 FROM ledger_postings p WHERE p.id = e.posting_id)""",
    ),
    Check(
        "entry {a} is not what posting {b} ({d}) moves",
        """SELECT e.id, p.id, 0, p.key FROM ledger_entries e JOIN ledger_postings p ON p.id = e.posting_id
        WHERE NOT (e.account_id = p.source_id AND e.amount_micros = -p.amount_micros)
            AND NOT (e.account_id = p.target_id AND e.amount_micros = p.amount_micros)""",
    ),
    Check(
        "entry {a} moves account {b} in another currency ({d}) than the account's",
        """SELECT e.id, e.account_id, 0, p.currency FROM ledger_entries e
        JOIN ledger_postings p ON p.id = e.posting_id JOIN ledger_accounts a ON a.id = e.account_id
        WHERE a.currency <> p.currency""",
    ),
    Check(
        "the ledger holds {a} currencies, from {d} on",
        "SELECT COUNT(DISTINCT currency), 0, 0, MIN(currency) FROM ledger_postings HAVING COUNT(DISTINCT currency) > 1",
    ),
    Check(
        "account {a} ({d}) says {b_money}, its entries sum to {c_money}",
        """SELECT a.id, a.balance_micros, COALESCE(s.total, 0), a.kind
        FROM ledger_accounts a LEFT JOIN sums s ON s.account_id = a.id
        WHERE a.balance_micros IS NOT NULL AND a.balance_micros <> COALESCE(s.total, 0)""",
    ),
    Check(
        "entry {a} says that {b_money} was left, the entries before it and itself sum to {c_money}",
        """SELECT r.id, r.balance_after_micros, r.running, '' FROM (
            SELECT e.id, e.balance_after_micros,
                SUM(e.amount_micros) OVER (PARTITION BY e.account_id ORDER BY e.id) AS running
            FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.customer_id IS NOT NULL
        ) r WHERE r.balance_after_micros IS NULL OR r.balance_after_micros <> r.running""",
    ),
    Check(
        "account {a} ({d} of customer {b}) is below nothing: {c_money}",
        """SELECT a.id, a.customer_id, s.total, a.kind FROM ledger_accounts a JOIN sums s ON s.account_id = a.id
        WHERE a.kind IN ('available', 'held') AND s.total < 0""",
    ),
    Check(
        "account {a} (debt of customer {b}) is above nothing: {c_money}",
        """SELECT a.id, a.customer_id, s.total, '' FROM ledger_accounts a JOIN sums s ON s.account_id = a.id
        WHERE a.kind = 'debt' AND s.total > 0""",
    ),
    Check(
        "{b_money} came by {d}, the payments that are credited make {c_money}",
        """SELECT 0, SUM(m.booked), SUM(m.credited), m.method FROM (
            SELECT a.kind AS method, -s.total AS booked, 0 AS credited
            FROM ledger_accounts a JOIN sums s ON s.account_id = a.id WHERE a.kind IN ('stars', 'crypto', 'manual')
            UNION ALL
            SELECT method, 0, amount_micros FROM payments WHERE state = 'credited'
        ) m GROUP BY m.method HAVING SUM(m.booked) <> SUM(m.credited)""",
    ),
    Check(
        "payment {a} ({d}) says that {b_money} was credited, its posting says {c_money}",
        """SELECT p.id, p.amount_micros, COALESCE(x.amount_micros, 0), p.method || ':' || p.charge_id
        FROM payments p LEFT JOIN ledger_postings x ON x.key = p.method || ':' || p.charge_id
        WHERE (p.state IN ('credited', 'refunding', 'refunded') AND COALESCE(x.amount_micros, 0) <> p.amount_micros)
            OR (p.state IN ('review', 'refused') AND x.id IS NOT NULL)""",
    ),
    Check(
        "{b_money} was given by promotions, codes and referrals make {c_money}",
        """SELECT 0, SUM(g.booked), SUM(g.given), '' FROM (
            SELECT -s.total AS booked, 0 AS given
            FROM ledger_accounts a JOIN sums s ON s.account_id = a.id WHERE a.kind = 'promotions'
            UNION ALL
            SELECT 0, bonus_micros + referral_micros FROM payments WHERE state = 'credited'
            UNION ALL
            SELECT 0, c.amount_micros FROM promo_uses u JOIN promo_codes c ON c.id = u.promo_id
            WHERE c.amount_micros IS NOT NULL AND u.state = 'applied'
        ) g HAVING SUM(g.booked) <> SUM(g.given)""",
    ),
    Check(
        "customer {a}: {b_money} is held, the orders that wait for an answer of the provider hold {c_money}",
        """SELECT h.customer_id, SUM(h.held), SUM(h.expected), '' FROM (
            SELECT a.customer_id, s.total AS held, 0 AS expected
            FROM ledger_accounts a JOIN sums s ON s.account_id = a.id WHERE a.kind = 'held'
            UNION ALL
            SELECT customer_id, 0, charge_micros FROM orders WHERE state IN :holding
        ) h GROUP BY h.customer_id HAVING SUM(h.held) <> SUM(h.expected)""",
    ),
    Check(
        "order {a} is {d}: {b_money} is held for it, its charge is {c_money}",
        """SELECT id, still_held, charge_micros, state FROM money
        WHERE state IN :holding AND still_held <> charge_micros""",
    ),
    Check(
        "order {a} is {d}: {b_money} is still held for it",
        "SELECT id, still_held, 0, state FROM money WHERE state NOT IN :holding AND still_held <> 0",
    ),
    Check(
        "order {a} is {d}: {b_money} was captured, its charge is {c_money}",
        "SELECT id, captured, charge_micros, state FROM money WHERE state IN :accepted AND captured <> charge_micros",
    ),
    Check(
        "order {a} is {d}: {b_money} was captured though no provider has accepted it",
        "SELECT id, captured, 0, state FROM money WHERE state NOT IN :accepted AND captured <> 0",
    ),
    Check(
        "order {a}: {b_money} was given back, {c_money} was captured",
        "SELECT id, refunded, captured, state FROM money WHERE refunded > captured",
    ),
    Check(
        "order {a} says that {b_money} was given back, its postings say {c_money}",
        "SELECT id, refunded_micros, refunded, state FROM money WHERE refunded_micros <> refunded",
    ),
    Check(
        "posting {a} is of order {b}, which is not there",
        """SELECT p.id, p.order_id, 0, '' FROM ledger_postings p
        WHERE p.order_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = p.order_id)""",
    ),
    Check(
        "posting {a} is in {d}, its order {b} is not",
        """SELECT p.id, o.id, 0, p.currency FROM ledger_postings p JOIN orders o ON o.id = p.order_id
        WHERE p.currency <> o.currency""",
    ),
    Check(
        "posting {a} of order {b} moves money of customer {c}, whose order it is not",
        """SELECT p.id, o.id, a.customer_id, '' FROM ledger_postings p JOIN orders o ON o.id = p.order_id
        JOIN ledger_accounts a ON a.id IN (p.source_id, p.target_id)
        WHERE a.customer_id IS NOT NULL AND a.customer_id <> o.customer_id""",
    ),
    Check(
        "order {a} is {d} but has no order id of its provider",
        "SELECT id, 0, 0, state FROM orders WHERE state IN :accepted AND provider_order_id IS NULL",
    ),
    Check(
        "order {a} is {d} but has an order id of a provider",
        "SELECT id, 0, 0, state FROM orders WHERE state NOT IN :accepted AND provider_order_id IS NOT NULL",
    ),
    Check(
        "orders {a} and {b} have the same order id of their provider: {d}",
        """SELECT MIN(id), MAX(id), COUNT(*), provider || ' ' || provider_order_id FROM orders
        WHERE provider_order_id IS NOT NULL GROUP BY provider, provider_order_id HAVING COUNT(*) > 1""",
    ),
)

PARTS = [COUNTS, *(f"SELECT {number}, found.* FROM ({check.rows}) found" for number, check in enumerate(CHECKS))]  # noqa: S608

STATEMENT = text(SHARED + "\nUNION ALL\n".join(PARTS)).bindparams(
    bindparam("holding", [state.value for state in HOLDING], expanding=True),
    bindparam("accepted", [state.value for state in OPEN_REMOTE | FINISHED], expanding=True),
)


async def prove(connection: AsyncConnection) -> LedgerProof:
    problems: list[str] = []
    counts = (0, 0, 0)
    for number, *numbers, said in await connection.execute(STATEMENT):
        a, b, c = (int(value or 0) for value in numbers)
        if number < 0:
            counts = (a, b, c)
        else:
            line = CHECKS[number].line
            problems.append(line.format(a=a, b=b, c=c, d=said, b_money=_money(b), c_money=_money(c)))
    return LedgerProof(*counts, tuple(problems))


def _money(micros: int) -> str:
    return f"{to_decimal(micros):f}"
