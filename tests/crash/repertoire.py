"""All deeds by their names."""

from __future__ import annotations

from tests.crash.deeds import ORDERS, Deed
from tests.crash.desk import DESK
from tests.crash.money import MONEY

DEEDS: dict[str, Deed] = {deed.__name__: deed for deed in (*ORDERS, *MONEY, *DESK)}
