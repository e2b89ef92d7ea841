"""Buttons of the people who run the shop, and of favourites, mass orders and one's own data: as `bot.ui.callbacks`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.core.pricing import MarkupScope
from bot.ui.callbacks import Id, Page

Percent = Annotated[int, Field(ge=0, le=1000)]
TypedCommand = Literal[
    "order", "customer", "ban", "unban", "publish", "markup", "second",
    "payments", "credit", "debit", "promo_new", "export", "role", "cap",
]  # fmt: skip
Digest = Annotated[str, Field(max_length=16, pattern=r"^[0-9a-f]{16}$")]


class DeskSection(StrEnum):
    """What /admin is divided into."""

    ORDERS = "orders"
    PEOPLE = "people"
    GOODS = "goods"
    MONEY = "money"
    REPORTS = "reports"
    HOUSE = "house"


class OpenDesk(CallbackData, prefix="s-desk"):
    section: DeskSection


class TypeCommand(CallbackData, prefix="s-type"):
    """What follows the command is asked for."""

    command: TypedCommand


class StopAsking(CallbackData, prefix="s-stop"):
    """Whoever runs the shop types nothing after all."""


class OpenRoles(CallbackData, prefix="s-roles"):
    pass


class OpenAudit(CallbackData, prefix="s-audit"):
    page: Page = 0


class OpenHouse(CallbackData, prefix="s-house"):
    """Whether the shop is open."""


class SwitchMaintenance(CallbackData, prefix="s-maint"):
    on: bool


class OpenStuck(CallbackData, prefix="s-stuck"):
    pass


class BanCustomer(CallbackData, prefix="s-ban"):
    """Asks first; `sure` does it."""

    customer_id: Id
    on: bool
    sure: bool = False


class WriteNote(CallbackData, prefix="s-note"):
    customer_id: Id


class WriteMessage(CallbackData, prefix="s-msg"):
    customer_id: Id


class TypeAdjustment(CallbackData, prefix="s-adj"):
    customer_id: Id
    credit: bool


class TypeMarkup(CallbackData, prefix="s-mark"):
    scope: MarkupScope
    subject_id: Id


class RefundOrder(CallbackData, prefix="s-ref"):
    """All that is left of it."""

    order_id: Id


class RefundPart(CallbackData, prefix="s-refp"):
    order_id: Id


class OpenTimeline(CallbackData, prefix="s-time"):
    order_id: Id
    page: Page = 0


class OpenShelfService(CallbackData, prefix="s-svc"):
    service_id: Id


class SwitchService(CallbackData, prefix="s-sw"):
    service_id: Id
    on: bool


class NameService(CallbackData, prefix="s-name"):
    service_id: Id


class DescribeService(CallbackData, prefix="s-desc"):
    service_id: Id


class NameCategory(CallbackData, prefix="s-cname"):
    category_id: Id


class OpenDenyList(CallbackData, prefix="s-deny"):
    pass


class TypeDenied(CallbackData, prefix="s-dny"):
    kind: Literal["word", "host"]


class AllowAgain(CallbackData, prefix="s-alw"):
    """An entry by its digest: it may be longer than a button's data."""

    kind: Literal["word", "host"]
    digest: Digest


class OpenGuide(CallbackData, prefix="s-guide"):
    pass


class GuideMarkup(CallbackData, prefix="s-gmark"):
    pass


class ChooseMarkup(CallbackData, prefix="s-pct"):
    percent: Percent


class GuideTerms(CallbackData, prefix="s-gterm"):
    pass


class GuideWays(CallbackData, prefix="s-gpay"):
    pass


class SwitchFavourite(CallbackData, prefix="fav"):
    service_id: Id


class OpenFavourites(CallbackData, prefix="favs"):
    page: Page = 0


class StartMass(CallbackData, prefix="mass"):
    pass


class ConfirmMass(CallbackData, prefix="massyes"):
    mass_id: Id


class DropMass(CallbackData, prefix="massno"):
    pass


class ExportData(CallbackData, prefix="mydata"):
    pass


class ForgetData(CallbackData, prefix="forget"):
    """Asks first; `sure` does it."""

    sure: bool = False
