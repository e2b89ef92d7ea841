"""What a button asks for. A button works weeks later and after a deploy, so it carries ids and nothing else.

Prefixes and fields are for ever: buttons with them lie in people's chats. What needs another field is a new class
with a new prefix. Everything here may be forged: ids are checked against their owner when the button is tapped.
"""

from __future__ import annotations

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.core.orders import OrderGroup
from bot.core.payments import PaymentMethod

Id = Annotated[int, Field(ge=0, le=2**63 - 1)]
Page = Annotated[int, Field(ge=0, le=1_000_000)]
FieldName = Annotated[str, Field(max_length=20, pattern=r"^[a-z_]+$")]


class ShowMenu(CallbackData, prefix="menu"):
    pass


class ShowHelp(CallbackData, prefix="help"):
    pass


class ShowLanguages(CallbackData, prefix="languages"):
    pass


class ChooseLanguage(CallbackData, prefix="language"):
    language: Annotated[str, Field(max_length=20, pattern=r"^[A-Za-z0-9-]+$")]


class AcceptTerms(CallbackData, prefix="terms"):
    """`digest` names the version that was shown."""

    digest: Annotated[str, Field(max_length=16, pattern=r"^[0-9a-f]+$")]


class OpenCatalog(CallbackData, prefix="catalog"):
    page: Page = 0


class OpenCategory(CallbackData, prefix="category"):
    category_id: Id
    page: Page = 0


class OpenService(CallbackData, prefix="service"):
    service_id: Id


class StartOrder(CallbackData, prefix="start"):
    service_id: Id


class ChooseAnswer(CallbackData, prefix="answer"):
    """A choice or a date, for the question that asks for `field` now."""

    field: FieldName
    value: Annotated[str, Field(max_length=20, pattern=r"^[0-9A-Za-z-]+$")]


class SkipAnswer(CallbackData, prefix="skip"):
    field: FieldName


class TurnCalendar(CallbackData, prefix="month"):
    field: FieldName
    year: Annotated[int, Field(ge=2000, le=2200)]
    month: Annotated[int, Field(ge=1, le=12)]


class StopTyping(CallbackData, prefix="stop"):
    """Cancel under a question."""


class ConfirmQuote(CallbackData, prefix="confirm"):
    quote_id: Id


class SendQuote(CallbackData, prefix="price"):
    """The price as a new message: asked for from a notice, which stays in the chat."""

    quote_id: Id


class CancelQuote(CallbackData, prefix="drop"):
    quote_id: Id


class StartDripFeed(CallbackData, prefix="drip"):
    quote_id: Id


class RemoveDripFeed(CallbackData, prefix="nodrip"):
    quote_id: Id


class ShowBalance(CallbackData, prefix="balance"):
    pass


class ShowTopUp(CallbackData, prefix="topup"):
    pass


class OpenOrders(CallbackData, prefix="orders"):
    page: Page = 0


class FilterOrders(CallbackData, prefix="filter"):
    group: OrderGroup
    page: Page = 0


class OpenOrder(CallbackData, prefix="order"):
    order_id: Id


class SendOrders(CallbackData, prefix="list"):
    """The list as a new message: asked for from a card, which stays a card for ever."""


class SendOrder(CallbackData, prefix="see"):
    """The card as a new message: asked for from a notice, which stays in the chat."""

    order_id: Id


class RefreshOrder(CallbackData, prefix="refresh"):
    order_id: Id


class AskRefill(CallbackData, prefix="refill"):
    order_id: Id


class AskCancel(CallbackData, prefix="cancel"):
    order_id: Id


class Reorder(CallbackData, prefix="again"):
    order_id: Id


class ShowAdminMenu(CallbackData, prefix="a"):
    pass


class ConfirmAction(CallbackData, prefix="a-yes"):
    action_id: Id


class DropAction(CallbackData, prefix="a-no"):
    action_id: Id


class OpenShelf(CallbackData, prefix="a-shelf"):
    """The categories with what is on sale of each."""

    page: Page = 0


class OpenShelfCategory(CallbackData, prefix="a-cat"):
    category_id: Id
    page: Page = 0


class PublishCategory(CallbackData, prefix="a-pubcat"):
    category_id: Id
    on: bool
    page: Page = 0


class PublishService(CallbackData, prefix="a-pubsvc"):
    category_id: Id
    service_id: Id
    on: bool
    page: Page = 0


class PublishEverything(CallbackData, prefix="a-puball"):
    """Asks first; `sure` does it."""

    on: bool
    sure: bool = False


class StartSync(CallbackData, prefix="a-sync"):
    pass


class ShowProviders(CallbackData, prefix="a-prov"):
    pass


class ProveLedger(CallbackData, prefix="a-ledger"):
    pass


class OpenReview(CallbackData, prefix="a-review"):
    pass


class OpenUnknownOrder(CallbackData, prefix="a-unk"):
    order_id: Id


class SetSecondProvider(CallbackData, prefix="second"):
    service_id: Id
    second_id: Id
    below_cost: bool


class ClearSecondProvider(CallbackData, prefix="nosecond"):
    service_id: Id


class AttachCandidate(CallbackData, prefix="attachc"):
    """The id that was found by itself."""

    order_id: Id


class AttachProviderOrder(CallbackData, prefix="a-attach"):
    """The admin will type the provider's id."""

    order_id: Id


class RefuseOrder(CallbackData, prefix="a-refuse"):
    order_id: Id
    learn: bool
    sure: bool = False


class SendOrderAgain(CallbackData, prefix="a-resend"):
    order_id: Id
    sure: bool = False


class OpenAdminOrder(CallbackData, prefix="a-order"):
    order_id: Id


class OpenCustomer(CallbackData, prefix="a-who"):
    customer_id: Id


class ShowTopUpFor(CallbackData, prefix="topfor"):
    """Top up with so much at least: what a price lacks."""

    amount_micros: Id


class ChangeWay(CallbackData, prefix="ways"):
    """Back from the amounts to the ways."""

    amount_micros: Id = 0


class ChooseWay(CallbackData, prefix="way"):
    """A way to pay; `amount_micros` is suggested, 0 where nothing is."""

    method: PaymentMethod
    amount_micros: Id = 0


class TypeAmount(CallbackData, prefix="payany"):
    method: PaymentMethod


class StartTopUp(CallbackData, prefix="pay"):
    method: PaymentMethod
    amount_micros: Id


class ProveTransfer(CallbackData, prefix="proof"):
    invoice_id: Id


class OpenPayments(CallbackData, prefix="a-pays"):
    """What waits for a person."""


class OpenPaymentsOf(CallbackData, prefix="a-paysof"):
    customer_id: Id


class OpenPayment(CallbackData, prefix="a-pay"):
    payment_id: Id


class RefundPayment(CallbackData, prefix="a-payback"):
    payment_id: Id
    sure: bool = False


class DecidePayment(CallbackData, prefix="a-paysure"):
    """Asks whether to do so: credit what came, what was asked, or refuse."""

    payment_id: Id
    how: Literal["paid", "asked", "refuse"]


class CreditPayment(CallbackData, prefix="a-paycr"):
    """A payment that waits: credit what came, or with `asked` what its invoice asked for."""

    payment_id: Id
    asked: bool


class RefusePayment(CallbackData, prefix="a-payno"):
    payment_id: Id


class OpenTransfer(CallbackData, prefix="a-tr"):
    invoice_id: Id


class ApproveTransfer(CallbackData, prefix="a-tryes"):
    """`amount_micros` 0: the amount that the customer named."""

    invoice_id: Id
    amount_micros: Id = 0


class CorrectTransfer(CallbackData, prefix="a-tramount"):
    invoice_id: Id


class RefuseTransfer(CallbackData, prefix="a-trno"):
    invoice_id: Id


class ConfirmPromo(CallbackData, prefix="a-promo"):
    action_id: Id


class DropPromo(CallbackData, prefix="a-nopromo"):
    action_id: Id
