"""Wordings of refusals: in English, in the dotted and snake-case codes of the panels' own software, and in Russian,
Ukrainian, Turkish, Arabic, Persian, Vietnamese, Spanish, Portuguese, Indonesian, French, German, Uzbek and Chinese.

Patterns are searched, in this order, in a text that `refusals.folded` has made: lower case, one blank between words,
no punctuation, no apostrophes ("doesnt"). The first that is found decides, so the particular stands before the general.
"""

from __future__ import annotations

from bot.core.provider import ErrorKind
from bot.providers.refusal_texts import (
    account,
    account_abroad,
    doubt,
    doubt_abroad,
    goods,
    goods_abroad,
    orders,
    panel,
    whole_service,
)

RULES: tuple[tuple[ErrorKind, str], ...] = (
    *orders.RULES,
    *account.RULES,
    *goods.RULES,
    *panel.RULES,
    *account_abroad.RULES,
    *goods_abroad.RULES,
)
OF_SERVICE = whole_service.OF_SERVICE
NOT_NOW = whole_service.NOT_NOW
DOUBT = f"{doubt.DOUBT}|{doubt_abroad.DOUBT}"
TAKEN_PLAINLY = f"{doubt.TAKEN_PLAINLY}|{doubt_abroad.TAKEN_PLAINLY}"
LACKS_ID = doubt.LACKS_ID
INTERNAL = doubt.INTERNAL
UPSTREAM = f"{doubt.UPSTREAM}|{doubt_abroad.UPSTREAM}"
NOT_TAKEN = doubt.NOT_TAKEN
ASK_AGAIN = f"{doubt.ASK_AGAIN}|{doubt_abroad.ASK_AGAIN}"
