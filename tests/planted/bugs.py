"""The planted bugs: what a tired programmer might write, and which tests must notice."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Patch:
    """Replaces the one place where `old` stands in `file`."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Bug:
    """`tests` are arguments for pytest; `environ` is for a crash at one point. `quick`: in the short form too."""

    name: str
    patches: tuple[Patch, ...]
    tests: tuple[str, ...]
    environ: dict[str, str] = field(default_factory=dict)
    quick: bool = False


CRASH = ("tests/crash/test_crash.py::test_nothing_is_lost_or_done_twice_whenever_the_shop_dies",)
SUBMISSION = "bot/core/services/submission.py"
TRACKING = "bot/core/services/tracking.py"
WRITES = "bot/core/services/look_writes.py"
CALLS = "bot/providers/calls.py"
FIRST_TABLES = "storage/migrations/versions/0001_first_tables.py"
SENT_OR_NOT = "outcome = AddOutcome.UNKNOWN if error.sent else AddOutcome.NOT_SENT"


def _crash_at(point: str, kills: int = 4) -> dict[str, str]:
    return {"CRASH_SEED": "1", "CRASH_POINT": point, "CRASH_KILLS": str(kills)}


BUGS = (
    Bug(
        "a quote's unique key is dropped",
        (
            Patch(FIRST_TABLES, '        sa.UniqueConstraint("quote_id", name=op.f("uq_orders_quote_id")),\n', ""),
            Patch("storage/schema/orders.py", '    UniqueConstraint("quote_id"),\n', ""),
            Patch(
                "storage/orders.py",
                "insert_once(orders).on_conflict_do_nothing(index_elements=[orders.c.quote_id]).returning",
                "insert(orders).returning",
            ),
        ),
        ("tests/contract/test_storage_orders.py", "-k", "a_quote_becomes_one_order and sqlite"),
    ),
    Bug(
        "confirm is no compare-and-set",
        (
            Patch(
                "storage/quotes.py",
                "where(quotes.c.id == quote_id, quotes.c.state == old)",
                "where(quotes.c.id == quote_id)",
            ),
        ),
        ("tests/contract/test_storage_orders.py", "-k", "a_quote_is_used_once and sqlite"),
    ),
    Bug(
        "add is sent again after a time-out while reading",
        (Patch(CALLS, SENT_OR_NOT, "outcome = AddOutcome.NOT_SENT"),),
        ("tests/contract/test_api_v2_add.py", "-k", "after_sending"),
        quick=True,
    ),
    Bug(
        "a time-out is taken for a refusal",
        (Patch(CALLS, SENT_OR_NOT, "outcome = AddOutcome.REJECTED if error.sent else AddOutcome.NOT_SENT"),),
        ("tests/contract/test_api_v2_add.py", "-k", "after_sending"),
    ),
    Bug(
        "any refusal is sent again",
        (
            Patch(
                "bot/core/provider.py",
                "and self.error.kind in (ErrorKind.RATE_LIMITED, ErrorKind.MAINTENANCE)",
                "and bool(self.error.kind)",
            ),
        ),
        ("tests/usecases/test_submission.py", "-k", "no_other_refusal"),
    ),
    Bug(
        "the call is made before submitting is committed",
        (
            Patch(SUBMISSION, "MAX_ATTEMPTS = 5\n", "MAX_ATTEMPTS = 5\nIN_FLIGHT: set[int] = set()\n"),
            Patch(
                SUBMISSION,
                "                if not await tx.orders.save(order, claimed):\n                    continue\n",
                "                if order.id in IN_FLIGHT:\n                    continue\n"
                "                IN_FLIGHT.add(order.id)\n",
            ),
            Patch(
                SUBMISSION,
                "            order = await tx.orders.lock(attempt.order.id)\n",
                "            order = await tx.orders.lock(attempt.order.id)\n"
                "            if order is not None and order.state is OrderState.CREATED:\n"
                "                await tx.orders.save(order, attempt.order)\n"
                "                order = await tx.orders.lock(order.id)\n",
            ),
        ),
        CRASH,
        _crash_at("provider:add:after"),
    ),
    Bug(
        "an order found in flight at the start is sent again",
        (
            Patch(
                SUBMISSION,
                "await self._unknown(tx, order, AddResult(AddOutcome.UNKNOWN, error=Refusal(ErrorKind.TIMEOUT)), now)",
                "await self._again(tx, order, AddResult(AddOutcome.NOT_SENT), now)",
            ),
        ),
        CRASH,
        _crash_at("provider:add:after"),
        quick=True,
    ),
    Bug(
        "the offset is confirmed before the inbox's commit",
        (
            Patch(
                "bot/workers/receiver.py",
                "        rows = [row_of(update) for update in updates]\n",
                "        if updates:\n"
                "            await self._bot.get_updates(offset=updates[-1].update_id + 1, limit=1, timeout=0)\n"
                "        rows = [row_of(update) for update in updates]\n",
            ),
        ),
        CRASH,
        _crash_at("inbox.take:before_commit"),
    ),
    Bug(
        "an update is done before it is handled",
        (
            Patch(
                "bot/workers/inbox.py",
                "            rows = await tx.inbox.take(self._bot_id, fit, self._clock.now())\n",
                "            rows = await tx.inbox.take(self._bot_id, fit, self._clock.now())\n"
                "            await tx.inbox.done([row.seq for row in rows], self._clock.now())\n",
            ),
        ),
        CRASH,
        _crash_at("checkout.confirm:before_commit"),
    ),
    Bug(
        "a message is written after the transaction that caused it",
        (
            Patch(WRITES, "class LookWrites:\n", "LATE: list[Notice] = []\n\n\nclass LookWrites:\n"),
            Patch(
                WRITES,
                "        notices.append(Notice(key, new.customer_id, kind, facts, new.id, version))\n",
                "        LATE.append(Notice(key, new.customer_id, kind, facts, new.id, version))\n",
            ),
            Patch(
                "bot/core/services/looks.py",
                "    async def _write_waiting(self) -> None:\n",
                "    async def _write_late(self) -> None:\n"
                "        from bot.core.services.look_writes import LATE\n\n"
                "        late, LATE[:] = list(LATE), []\n"
                "        async with self._storage.transaction() as tx:\n"
                "            await tx.outbox.add(late, self._clock.now())\n\n"
                "    async def _write_waiting(self) -> None:\n",
            ),
            Patch(
                "bot/core/services/looks.py",
                "            self._bells.outbox.ring()\n",
                "            await self._write_late()\n            self._bells.outbox.ring()\n",
            ),
        ),
        CRASH,
        _crash_at("looks._commit:after_commit", 8),
    ),
    Bug(
        "the final notice is dropped",
        (
            Patch(
                WRITES,
                "    return new.state in FINISHED and (new.state is not old.state or",
                "    return new.state is old.state and (new.state is not old.state or",
            ),
        ),
        ("tests/flow/test_first_order.py",),
    ),
    Bug(
        "money that is held is released while nobody knows",
        (
            Patch(
                SUBMISSION,
                "case AddOutcome.NOT_SENT | AddOutcome.REJECTED if order.state is OrderState.SUBMITTING:",
                "case AddOutcome.NOT_SENT | AddOutcome.REJECTED | AddOutcome.UNKNOWN"
                " if order.state is OrderState.SUBMITTING:",
            ),
        ),
        ("tests/usecases/test_submission.py", "-k", "unknown_keeps and sqlite"),
        quick=True,
    ),
    Bug(
        "the money is not held",
        (
            Patch(
                "bot/core/services/checkout.py",
                "            if quote.charge_micros:\n                await tx.ledger.post(hold(",
                "            if quote.charge_micros < 0:\n                await tx.ledger.post(hold(",
            ),
        ),
        ("tests/usecases/test_checkout.py", "-k", "holds_the_shown_price and sqlite"),
    ),
    Bug(
        "a refund is no difference to what was given back before",
        (
            Patch(
                WRITES,
                "refund(new.id, new.customer_id, new.refunded_micros, old.refunded_micros, new.currency), now",
                "refund(new.id, new.customer_id, new.refunded_micros, 0, new.currency), now",
            ),
        ),
        ("tests/usecases/test_tracking.py", "-k", "completed_then_canceled or gives_back_what_remains or highest"),
    ),
    Bug(
        "a price is rounded down",
        (
            Patch(
                "bot/core/money.py",
                "    return int(EXACT.multiply(amount, Decimal(MICROS)).to_integral_value(ROUND_CEILING))",
                "    return int(EXACT.multiply(amount, Decimal(MICROS)).to_integral_value(ROUND_FLOOR))",
            ),
        ),
        ("tests/usecases/test_checkout.py", "-k", "never_rounded"),
    ),
    Bug(
        "two orders may have one id at the provider",
        (
            Patch(
                FIRST_TABLES,
                '        ["provider", "provider_order_id"],\n        unique=True,\n',
                '        ["provider", "provider_order_id"],\n        unique=False,\n',
            ),
        ),
        ("tests/contract/test_storage_orders.py", "-k", "an_order_id_of_a_provider and sqlite"),
    ),
    Bug(
        "a quote's owner is not asked for",
        (
            Patch(
                "bot/core/services/checkout.py",
                "    if quote is None or quote.customer_id != customer_id:",
                "    if quote is None:",
            ),
        ),
        ("tests/usecases/test_checkout.py", "-k", "another_customers_quote"),
        quick=True,
    ),
    Bug(
        "an order's owner is not asked for",
        (Patch(TRACKING, "    if order is None or order.customer_id != customer_id:", "    if order is None:"),),
        ("tests/usecases/test_tracking.py", "-k", "owners_alone"),
    ),
    Bug(
        "anybody is an admin",
        (
            Patch(
                "bot/core/services/authority.py",
                "        return right in self.rights(user_id)",
                "        return user_id > 0",
            ),
        ),
        ("tests/usecases/test_admin.py", "-k", "nobody_else_is_an_admin"),
    ),
    Bug(
        "a payment is credited each time that it is told of",
        (
            Patch(
                "bot/core/services/stars.py",
                "                charge_id=charge_id,\n",
                '                charge_id=f"{charge_id}{now.timestamp()}",\n',
            ),
        ),
        ("tests/flow/test_payments_stars.py", "-k", "delivered_three_times"),
        quick=True,
    ),
    Bug(
        "anybody may pay another's invoice",
        (
            Patch(
                "bot/core/services/stars.py",
                "            if invoice is None or invoice.customer_id != customer_id:\n",
                "            if invoice is None:\n",
            ),
        ),
        ("tests/flow/test_payments_stars.py", "-k", "another_owner"),
    ),
    Bug(
        "Stars are given back while their credit stays",
        (
            Patch(
                "bot/core/services/payment_desk.py",
                "                await self._crediting.take_back(tx, payment, key, now, admin_id)\n            else:\n",
                "                assert key\n            else:\n",
            ),
        ),
        ("tests/flow/test_payments_stars.py", "-k", "takes_the_credit_back_first"),
    ),
    Bug(
        "a transfer is credited at every tap",
        (
            Patch(
                "bot/core/services/manual_payments.py",
                "if not await tx.invoices.move(invoice_id, [InvoiceState.CLAIMED], InvoiceState.PAID, admin_id)",
                "if invoice is None",
            ),
            Patch(
                "bot/core/services/manual_payments.py",
                "                charge_id=str(invoice_id),\n",
                '                charge_id=f"{invoice_id}:{now.timestamp()}",\n',
            ),
        ),
        ("tests/flow/test_payments_transfer.py", "-k", "approved_once"),
    ),
    Bug(
        "what was taken in before a kill is not handled after it",
        (Patch("bot/app/shop.py", "        await self.inbox.resume()\n", ""),),
        CRASH,
        _crash_at("inbox.take:after_commit"),
    ),
    Bug(
        "a message that was on its way at a kill is never sent",
        (
            Patch(
                "bot/workers/recovery.py",
                "                await tx.outbox.due_now(self._clock.now())\n",
                "                pass\n",
            ),
            Patch("bot/workers/notifier.py", "LEASE = timedelta(seconds=20)", "LEASE = timedelta(days=2000)"),
        ),
        CRASH,
        _crash_at("notifier._claim:after_commit"),
    ),
    Bug(
        "a reader of the news is ticked off before it is sent",
        (
            Patch(
                "bot/workers/broadcaster.py",
                "        begun = perf_counter()\n",
                "        begun = perf_counter()\n"
                '        await self._broadcasts.mark(broadcast.id, customer_id, RecipientState.SENT, "")\n',
            ),
        ),
        CRASH,
        _crash_at("broadcaster:sendMessage:before"),
    ),
    Bug(
        "a manager's limit holds for each credit alone",
        (Patch("bot/core/services/caps.py", "    if amount_micros > left:", "    if amount_micros > cap:"),),
        ("tests/flow/test_admin_roles.py", "-k", "has_a_cap"),
    ),
    Bug(
        "a command that an admin forwarded is taken for the admin's own",
        (
            Patch(
                "handlers/filters.py",
                "        return isinstance(event, CallbackQuery) or event.forward_origin is None",
                "        return True",
            ),
        ),
        ("tests/flow/test_admins.py", "-k", "to_a_stranger"),
    ),
    Bug(
        "a spreadsheet reckons what customers wrote",
        (
            Patch(
                "bot/core/spreadsheet.py",
                """return f"'{text}" if text.lstrip(" \\u00a0").startswith(_FORMULA) else text""",
                "return text",
            ),
        ),
        ("tests/flow/test_reports.py", "-k", "tables_for_a_spreadsheet"),
    ),
    Bug(
        "one update that cannot be read holds up all others",
        (Patch("bot/workers/receiver.py", "            if not rows:\n                raise\n", "            raise\n"),),
        ("tests/fuzz/test_updates.py",),
    ),
)
