"""The ledger: one INSERT a posting; the database writes its entries and moves the balances (schema/money.py)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import InsufficientFundsError
from bot.core.ledger import AccountKind, AccountRef, LedgerProof, Posting, StatementLine, WalletBalance
from storage.ledger_proof import prove
from storage.rows import in_chunks
from storage.schema import ledger_accounts, ledger_entries, ledger_postings
from storage.upsert import insert

accounts, entries, postings = ledger_accounts.c, ledger_entries.c, ledger_postings.c

NEVER_OVERDRAWN = frozenset({AccountKind.AVAILABLE, AccountKind.HELD})


@dataclass(frozen=True, slots=True)
class _Account:
    id: int
    balance_micros: int | None


class Ledger:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def post(self, posting: Posting, at: datetime) -> bool:
        if posting.amount_micros <= 0 or posting.source == posting.target:
            raise ValueError(f"posting {posting.key} moves nothing")
        found = await self._accounts({posting.source, posting.target}, posting.currency)
        source = found.get(posting.source)
        if posting.source.kind in NEVER_OVERDRAWN:
            there = (source.balance_micros if source else None) or 0
            if there < posting.amount_micros:
                if await self._is_posted(posting.key):
                    return False
                raise InsufficientFundsError(
                    missing_micros=posting.amount_micros - there,
                    available_micros=there,
                    charge_micros=posting.amount_micros,
                )
        if len(found) < 2:
            await self._open({posting.source, posting.target} - found.keys(), posting.currency)
            found = await self._accounts({posting.source, posting.target}, posting.currency)
        statement = insert(ledger_postings).on_conflict_do_nothing(index_elements=[postings.key])
        result = await self._connection.execute(
            statement,
            {
                "key": posting.key,
                "kind": posting.kind,
                "source_id": found[posting.source].id,
                "target_id": found[posting.target].id,
                "amount_micros": posting.amount_micros,
                "currency": posting.currency,
                "order_id": posting.order_id,
                "note": posting.note,
                "actor_id": posting.actor_id,
                "created_at": at,
            },
        )
        return result.rowcount == 1

    async def balance(self, customer_id: int) -> WalletBalance:
        return (await self.balances([customer_id]))[customer_id]

    async def balances(self, customer_ids: Collection[int]) -> dict[int, WalletBalance]:
        return await self._balances(customer_ids, lock=False)

    async def lock_balance(self, customer_id: int) -> WalletBalance:
        return (await self._balances([customer_id], lock=True))[customer_id]

    async def statement(self, customer_id: int, *, limit: int, offset: int = 0) -> list[StatementLine]:
        statement = (
            select(
                postings.created_at,
                postings.kind,
                entries.amount_micros,
                entries.balance_after_micros,
                postings.order_id,
                postings.note,
            )
            .join_from(ledger_accounts, ledger_entries, entries.account_id == accounts.id)
            .join(ledger_postings, postings.id == entries.posting_id)
            .where(accounts.customer_id == customer_id, accounts.kind == AccountKind.AVAILABLE)
            .order_by(entries.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [StatementLine(*row) for row in await self._connection.execute(statement)]

    async def currency(self) -> str | None:
        return (await self._connection.execute(select(postings.currency).limit(1))).scalar()

    async def verify(self) -> LedgerProof:
        return await prove(self._connection)

    async def _balances(self, customer_ids: Collection[int], *, lock: bool) -> dict[int, WalletBalance]:
        found = {customer_id: dict.fromkeys(AccountKind, 0) for customer_id in customer_ids}
        for chunk in in_chunks(sorted(found), 500):
            statement = select(accounts.customer_id, accounts.kind, accounts.balance_micros).where(
                accounts.customer_id.in_(chunk)
            )
            if lock:
                statement = statement.order_by(accounts.id).with_for_update(key_share=True)
            for customer_id, kind, balance_micros in await self._connection.execute(statement):
                found[customer_id][kind] += balance_micros
        return {
            customer_id: WalletBalance(
                available_micros=of[AccountKind.AVAILABLE],
                held_micros=of[AccountKind.HELD],
                debt_micros=-of[AccountKind.DEBT],
            )
            for customer_id, of in found.items()
        }

    async def _accounts(self, refs: Collection[AccountRef], currency: str) -> dict[AccountRef, _Account]:
        """The accounts that are there, in one statement. Customers' are locked, in one order; the shop's never are."""
        columns = (accounts.id, accounts.kind, accounts.customer_id, accounts.balance_micros)
        owned = [ref for ref in refs if ref.customer_id is not None]
        shared = [ref for ref in refs if ref.customer_id is None]
        parts = []
        if owned:
            wanted = select(*columns).where(accounts.currency == currency, _any_of(owned))
            locked = wanted.order_by(accounts.id).with_for_update(key_share=True).cte("locked")
            parts.append(select(locked.c.id, locked.c.kind, locked.c.customer_id, locked.c.balance_micros))
        if shared:
            parts.append(select(*columns).where(accounts.currency == currency, _any_of(shared)))
        rows = await self._connection.execute(union_all(*parts))
        return {AccountRef(kind, customer_id): _Account(id_, balance) for id_, kind, customer_id, balance in rows}

    async def _open(self, refs: Collection[AccountRef], currency: str) -> None:
        for ref in refs:
            await self._connection.execute(
                insert(ledger_accounts).on_conflict_do_nothing(),
                {
                    "kind": ref.kind,
                    "customer_id": ref.customer_id,
                    "currency": currency,
                    "balance_micros": None if ref.customer_id is None else 0,
                },
            )

    async def _is_posted(self, key: str) -> bool:
        statement = select(func.count()).select_from(ledger_postings).where(postings.key == key)
        return (await self._connection.execute(statement)).scalar_one() > 0


def _any_of(refs: Collection[AccountRef]) -> ColumnElement[bool]:
    return or_(*(and_(accounts.kind == ref.kind, accounts.customer_id == ref.customer_id) for ref in refs))
