"""The ways to pay whose settings are there, and all that looks after payments."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.payments import PaymentMethod
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage
from bot.core.services.authority import Authority
from bot.core.services.crypto import CryptoPayments, can_take_crypto
from bot.core.services.manual_payments import ManualPayments
from bot.core.services.payment_desk import PaymentDesk
from bot.core.services.promo import Promotions
from bot.core.services.referrals import Referrals
from bot.core.services.stars import Stars
from bot.core.services.topup import TopUp, WayToPay
from bot.core.services.topup_credit import Crediting
from bot.payments.crypto_pay import CryptoPay
from bot.settings import Settings

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Payments:
    """Under the names by which handlers ask for them; `gateway` and `crypto` where Crypto Pay is set up."""

    topup: TopUp
    stars: Stars
    manual_payments: ManualPayments
    payment_desk: PaymentDesk
    promotions: Promotions
    referrals: Referrals
    crypto: CryptoPayments | None
    gateway: CryptoPay | None

    async def close(self) -> None:
        if self.gateway is not None:
            await self.gateway.close()


def make_payments(
    storage: Storage, clock: Clock, policy: ShopPolicy, bells: Bells, settings: Settings, authority: Authority
) -> Payments:
    crediting = Crediting(policy, authority)
    stars = Stars(storage, clock, policy, bells, crediting)
    manual = ManualPayments(storage, clock, policy, bells, crediting, authority)
    gateway = crypto = None
    if settings.crypto_pay_token is not None:
        if can_take_crypto(policy):
            gateway = CryptoPay(settings.crypto_pay_token.get_secret_value(), settings.crypto_pay_url)
            crypto = CryptoPayments(storage, clock, policy, bells, crediting, gateway)
        else:
            log.error("crypto_pay_off", hint=f"Crypto Pay has no {policy.currency}: EXCHANGE_RATES needs USD")
    ways: dict[PaymentMethod, WayToPay] = {}
    if policy.stars_per_unit is not None:
        ways[PaymentMethod.STARS] = stars
    if crypto is not None:
        ways[PaymentMethod.CRYPTO] = crypto
    if policy.manual_payment:
        ways[PaymentMethod.MANUAL] = manual
    return Payments(
        topup=TopUp(storage, clock, policy, ways),
        stars=stars,
        manual_payments=manual,
        payment_desk=PaymentDesk(storage, clock, bells, crediting, authority),
        promotions=Promotions(storage, clock, policy, bells, authority),
        referrals=Referrals(storage, clock, policy),
        crypto=crypto,
        gateway=gateway,
    )
