"""Promo codes: made by admins with a preview, used once by each customer."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from bot.core.audit import AuditLine
from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.errors import InputError, NotFoundError
from bot.core.events import Notice, NoticeKind
from bot.core.ledger import PROMOTIONS, Posting, PostingKind, available
from bot.core.policy import ShopPolicy
from bot.core.ports import AdminAction, Storage, Transaction
from bot.core.promotions import MAX_DAYS, MAX_PERCENT, MAX_USES, PromoCode, PromoUse, read_code
from bot.core.roles import Right
from bot.core.services.authority import Authority
from bot.core.services.caps import require_room
from bot.core.services.debts import settle_debt
from bot.core.services.topup import require_payer
from bot.core.services.topup_credit import amount_text

ACTION = "promo"
_PREVIEW_HOLDS = timedelta(minutes=15)


class Promotions:
    def __init__(self, storage: Storage, clock: Clock, policy: ShopPolicy, bells: Bells, authority: Authority) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._bells = bells
        self._authority = authority

    async def use(self, customer_id: int, typed: str) -> PromoCode:
        """Money at once, or a raise of the next top-up. InputError: unknown, over, used up, used by them before."""
        code = read_code(typed)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            await require_payer(tx, customer_id, self._policy)
            promo = await tx.promos.by_code(code)
            if promo is None:
                raise InputError("promo-unknown")
            if await tx.promos.used_by(promo.id, customer_id) is not None:
                raise InputError("promo-used")
            if promo.expires_at is not None and now >= promo.expires_at:
                raise InputError("promo-over")
            if promo.currency != self._policy.currency:
                raise InputError("promo-unknown")
            if promo.percent is not None and await tx.promos.waiting(customer_id) is not None:
                raise InputError("promo-another-waits")
            use = await tx.promos.use(promo, customer_id, "waiting" if promo.percent else "applied", now)
            if use is None:
                taken = await tx.promos.used_by(promo.id, customer_id)
                raise InputError("promo-used-up" if taken is None or promo.used >= promo.max_uses else "promo-used")
            if promo.amount_micros is not None:
                await self._give(tx, promo, use)
        self._bells.outbox.ring()
        return promo

    async def preview(
        self, admin_id: int, code: str, amount_micros: int | None, percent: Decimal | None, uses: int, days: int | None
    ) -> AdminAction:
        """Shown before it can be used. InputError: there is such a code, or a number is out of range."""
        self._require(admin_id)
        code = read_code(code)
        if percent is not None and not 0 < percent <= MAX_PERCENT:
            raise InputError("promo-percent")
        if not 1 <= uses <= MAX_USES or (days is not None and not 1 <= days <= MAX_DAYS):
            raise InputError("promo-numbers", max_uses=MAX_USES, max_days=MAX_DAYS)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            if await tx.promos.by_code(code) is not None:
                raise InputError("promo-taken")
            await require_room(tx, self._authority, admin_id, _most(amount_micros, uses), now)
            params = {
                "code": code,
                "amount_micros": amount_micros,
                "percent": None if percent is None else str(percent),
                "uses": uses,
                "days": days,
            }
            return await tx.admin_actions.add(admin_id, ACTION, params, now, now + _PREVIEW_HOLDS)

    async def confirm(self, admin_id: int, action_id: int) -> AdminAction:
        """Make it, once: a second tap finds it made."""
        self._require(admin_id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            action = await _owned(tx, admin_id, action_id)
            if action.state == "done":
                return action
            if now >= action.expires_at or not await tx.admin_actions.move(action_id, "open", "done"):
                raise InputError("action-expired")
            days, percent = action.params["days"], action.params["percent"]
            most = _most(action.params["amount_micros"], action.params["uses"])
            await require_room(tx, self._authority, admin_id, most, now)
            made = await tx.promos.add(
                PromoCode(
                    0,
                    action.params["code"],
                    action.params["amount_micros"],
                    None if percent is None else Decimal(percent),
                    self._policy.currency,
                    action.params["uses"],
                    0,
                    now,
                    None if days is None else now + timedelta(days=days),
                    admin_id,
                )
            )
            if made is None:
                raise InputError("promo-taken")
            worth = f"{made.percent:f}%" if made.percent else amount_text(made.amount_micros or 0, made.currency)
            await tx.audit.add(AuditLine(now, admin_id, "promo", made.code, "", f"{worth} x {made.max_uses}"))
            return await _owned(tx, admin_id, action_id)

    async def drop(self, admin_id: int, action_id: int) -> AdminAction:
        self._require(admin_id)
        async with self._storage.transaction() as tx:
            await _owned(tx, admin_id, action_id)
            await tx.admin_actions.move(action_id, "open", "dropped")
            return await _owned(tx, admin_id, action_id)

    async def _give(self, tx: Transaction, promo: PromoCode, use: PromoUse) -> None:
        now, amount, currency = self._clock.now(), promo.amount_micros or 0, promo.currency
        key = f"promo:{promo.id}:{use.customer_id}"
        await tx.ledger.lock_balance(use.customer_id)
        await tx.ledger.post(
            Posting(key, PostingKind.BONUS, PROMOTIONS, available(use.customer_id), amount, currency, note=promo.code),
            now,
        )
        await settle_debt(tx, use.customer_id, key, currency, now)
        balance = await tx.ledger.balance(use.customer_id)
        facts: dict[str, str | int | None] = {
            "amount_micros": amount,
            "balance_micros": balance.available_micros,
            "currency": currency,
            "note": promo.code,
        }
        await tx.outbox.add([Notice(key, use.customer_id, NoticeKind.WALLET_CREDITED, facts)], now)

    def _require(self, admin_id: int) -> None:
        self._authority.require(admin_id, Right.MONEY)


def _most(amount_micros: int | None, uses: int) -> int | None:
    """What it can cost; None: that hangs on the top-ups."""
    return None if amount_micros is None else amount_micros * uses


async def _owned(tx: Transaction, admin_id: int, action_id: int) -> AdminAction:
    action = await tx.admin_actions.get(action_id)
    if action is None or action.admin_id != admin_id or action.kind != ACTION:
        raise NotFoundError("action")
    return action
