"""Who may do what, asked on every change: the owners of the settings, and those to whom an owner gave a role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.audit import AuditLine
from bot.core.clock import Clock
from bot.core.errors import InputError, NotAllowedError
from bot.core.money import MAX_MICROS
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage
from bot.core.roles import Right, Role, rights_of

CAP_SETTING = "credit_cap_micros"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """`name` is None where the person has never written to the bot."""

    user_id: int
    role: Role
    name: str | None
    by_settings: bool


class Authority:
    """Held in memory, so that it costs nothing to ask; `refresh` brings what another process granted or took."""

    def __init__(self, storage: Storage, clock: Clock, policy: ShopPolicy) -> None:
        self._storage = storage
        self._clock = clock
        self._owners = policy.admin_ids
        self._granted: Mapping[int, Role] = {}

    async def refresh(self) -> None:
        async with self._storage.reading() as tx:
            self._granted = await tx.roles.all()

    def role_of(self, user_id: int) -> Role | None:
        return Role.OWNER if user_id in self._owners else self._granted.get(user_id)

    def rights(self, user_id: int) -> frozenset[Right]:
        return rights_of(self.role_of(user_id))

    def may(self, user_id: int, right: Right) -> bool:
        return right in self.rights(user_id)

    def require(self, user_id: int, right: Right) -> None:
        if not self.may(user_id, right):
            raise NotAllowedError("role" if self.role_of(user_id) else None)

    def staff(self, right: Right | None = None) -> frozenset[int]:
        """Those who have the right; None: everybody with a role."""
        everybody = self._owners | set(self._granted)
        return frozenset(user_id for user_id in everybody if right is None or self.may(user_id, right))

    async def members(self, owner_id: int) -> list[StaffMember]:
        self.require(owner_id, Right.RULE)
        found = []
        async with self._storage.reading() as tx:
            for user_id in sorted(self.staff()):
                person = await tx.customers.get(user_id)
                role = self.role_of(user_id)
                assert role is not None  # noqa: S101 - staff() names nobody else
                found.append(StaffMember(user_id, role, person.first_name if person else None, user_id in self._owners))
        return found

    async def grant(self, owner_id: int, user_id: int, role: Role | None) -> None:
        """None takes the role away. InputError: the owners of the settings stay what they are."""
        self.require(owner_id, Right.RULE)
        if user_id in self._owners:
            raise InputError("owner-by-settings")
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            before = (await tx.roles.all()).get(user_id)
            if before is not role:
                await tx.roles.set(user_id, role, owner_id, now)
                words = (before.value if before else "none", role.value if role else "none")
                await tx.audit.add(AuditLine(now, owner_id, "role", str(user_id), *words))
        await self.refresh()

    async def cap(self) -> int | None:
        """What one manager may put into wallets a day, in millionths; None: as much as they like."""
        async with self._storage.reading() as tx:
            stored: int | None = await tx.settings.get(CAP_SETTING)
        return stored

    async def set_cap(self, owner_id: int, cap_micros: int | None) -> None:
        self.require(owner_id, Right.RULE)
        if cap_micros is not None and not 0 <= cap_micros <= MAX_MICROS:
            raise InputError("amount-out-of-range", typed=str(cap_micros))
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            before = await tx.settings.get(CAP_SETTING)
            await tx.settings.set(CAP_SETTING, cap_micros, now)
            words = ("" if before is None else str(before), "" if cap_micros is None else str(cap_micros))
            await tx.audit.add(AuditLine(now, owner_id, "cap", "", *words))
