"""What admins do about a customer: notes, a message, closing for new orders."""

from __future__ import annotations

from datetime import datetime

from bot.core.audit import AuditLine
from bot.core.clock import Clock
from bot.core.errors import InputError, NotFoundError
from bot.core.events import Notice, NoticeKind
from bot.core.ports import AdminAction, Storage, Transaction
from bot.core.roles import Right
from bot.core.services.authority import Authority
from bot.core.services.changes import Changes
from bot.core.services.customers import Customers
from bot.core.staff_ports import CustomerNote

MESSAGE = "message"
MAX_NOTE, MAX_MESSAGE = 500, 2_000


class People:
    def __init__(
        self, storage: Storage, clock: Clock, customers: Customers, authority: Authority, changes: Changes
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._customers = customers
        self._authority = authority
        self._changes = changes
        changes.learn(MESSAGE, Right.HELP, self._send)

    def require_ban(self, admin_id: int) -> None:
        self._authority.require(admin_id, Right.BAN)

    async def set_banned(self, admin_id: int, customer_id: int, *, banned: bool) -> bool:
        """Closed for new orders, or open again; open orders go on. False: it was so before."""
        self.require_ban(admin_id)
        if banned and self._authority.role_of(customer_id) is not None:
            raise InputError("ban-staff")
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            customer = await tx.customers.get(customer_id)
            if customer is None:
                raise NotFoundError("customer")
            if (customer.banned_at is not None) is banned:
                return False
            await tx.customers.set_banned(customer_id, now if banned else None)
            await tx.audit.add(AuditLine(now, admin_id, "ban" if banned else "unban", str(customer_id)))
        self._customers.forget(customer_id)
        return True

    async def add_note(self, admin_id: int, customer_id: int, text: str) -> None:
        self._authority.require(admin_id, Right.HELP)
        now, cleaned = self._clock.now(), _text(text, MAX_NOTE)
        async with self._storage.transaction() as tx:
            if await tx.customers.get(customer_id) is None:
                raise NotFoundError("customer")
            await tx.notes.add(customer_id, CustomerNote(admin_id, now, cleaned))
            await tx.audit.add(AuditLine(now, admin_id, "note", str(customer_id), "", cleaned[:100]))

    async def propose_message(self, admin_id: int, customer_id: int, text: str) -> AdminAction:
        """Shown first, in the very words that the customer will read."""
        self._changes.require(admin_id, MESSAGE)
        cleaned = _text(text, MAX_MESSAGE)
        customer = await self._customers.get(customer_id)
        if customer is None:
            raise NotFoundError("customer")
        params = {"customer_id": customer_id, "name": customer.first_name, "text": cleaned}
        return await self._changes.propose(admin_id, MESSAGE, params)

    async def _send(self, tx: Transaction, action: AdminAction, now: datetime) -> None:
        customer_id = int(action.params["customer_id"])
        facts = {"text": str(action.params["text"])}
        await tx.outbox.add([Notice(f"message:{action.id}", customer_id, NoticeKind.SHOP_MESSAGE, facts)], now)
        await tx.audit.add(AuditLine(now, action.admin_id, MESSAGE, str(customer_id), "", facts["text"][:100]))


def _text(typed: str, limit: int) -> str:
    text = typed.strip()
    if not text:
        raise InputError("text-empty")
    if len(text) > limit:
        raise InputError("text-too-long", limit=limit)
    return text
