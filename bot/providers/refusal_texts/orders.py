"""Wordings about an order that exists, its refill or its cancel, and about a link that has an order already."""

from __future__ import annotations

from bot.core.provider import ErrorKind as K
from bot.providers.refusal_texts.words import BAD, IS_BAD, REFILL, UNSUPPORTED

_NOT_OF_CANCELED = r"(?!l?ed orders?\b)"
"""Canceled orders are told why they get no refill."""

RULES: tuple[tuple[K, str], ...] = (
    (
        K.DUPLICATE_ACTIVE_ORDER,
        r"\b(active|running|existing|unfinished) orders?\b.{0,20}\b(link|url|page|username|target|profile|post)\b",
    ),
    # Requests for refills and cancels, before anything that their words might resemble.
    (
        K.CANCEL_ALREADY_REQUESTED,
        (
            r"\bcancel\w*\b.{0,40}\b(earlier|already|before|exists)\b|\balready\b.{0,25}\bcancel"
            r"|^cancel\w*( request)? (is |was )?(pending|in progress|being processed)$"
        ),
    ),
    (K.CANCEL_NOT_ALLOWED, rf"\bcancel\w* {UNSUPPORTED}\b"),
    (K.CANCEL_NOT_FOUND, rf"\b{BAD} cancel\w*( ids?)?$|\bcancel\w* (request )?({IS_BAD})"),
    (
        K.CANCEL_NOT_ALLOWED,
        (
            r"\b(cannot|cant|can not|unable to|could not|couldnt|failed to|not possible to|impossible to"
            r"|not allowed to) (be )?cancel"
            rf"|\bcancel{_NOT_OF_CANCELED}\w*\b.*\b(not|cannot|cant|unavailable|disabled|unsupported|impossible"
            r"|doesnt|isnt|no longer)\b"
            rf"|\b(not|no|non) (be )?((eligible|available|allowed|able) (for |to ))?cancel{_NOT_OF_CANCELED}"
            r"|\bnot\b.* cancell?able\b|\btoo late to cancel|\bcan no longer be cancel|\bonly \w+ orders can be cancel"
            r"|\b(does not|doesnt) (support|allow) cancel"
            r"|^((this|the|your) )?order (is |was |has been )?already (completed?|finished)$|^order has been completed$"
        ),
    ),
    (K.REFILL_NOT_ALLOWED, rf"\brefill\w* {UNSUPPORTED}\b"),
    (
        K.REFILL_NOT_FOUND,
        rf"\b{BAD} refill\w*( ids?)?$|\brefill\w* ({IS_BAD})$|\brefill request not found\b",
    ),
    (
        K.REFILL_NOT_ALLOWED,
        (
            rf"{REFILL}.*\b(not|cannot|cant|unavailable|disabled|unsupported|impossible|doesnt|isnt|expired"
            rf"|already|only"
            r"|wait|hours?|days?|period|ended|denied|pending|in progress|once|no)\b"
            rf"|\b(not|no|non|cannot|cant|unable to|too early)\b.*{REFILL}|\balready\b.*{REFILL}|{REFILL} limit\b"
            r"|^((this|the|your) )?order (is |was |has )?(not (been )?|must be )(yet )?completed?( yet)?$|^no drop\b"
            r"|\border has (no|not) drop|\bcurrent count\b.*\b(higher|greater|more|above)\b"
        ),
    ),
    (
        K.ORDER_NOT_FOUND,
        (
            rf"\baccess (is )?denied to (the |this )?order|\b{BAD} orders?( ids?| number| numbers| references?)?$"
            rf"|\borders? (ids?|number) {IS_BAD}"
            r"|\borders? (\d+ )?(was |were |is |are |could |can )?(not|does not|does ?nt|doesnt|cannot|cant|isnt"
            r"|not be) (be )?(found|exists?|valid|yours?|exist anymore)"
            r"|\b(cannot|cant|could not|couldnt) find (the |this |your |that )?order|\bno (such )?orders? (found"
            r"|with)|\bno such order\b"
            r"|\borders? (invalid|incorrect|wrong)$|\bno orders?$|\border (does not|doesnt|not) belong"
            r"|\b(permission|access|allowed) to (view|see|access|read) (this|the|that|your) order\b"
        ),
    ),
    # The link already has an order.
    (
        K.DUPLICATE_ACTIVE_ORDER,
        (
            r"\b(identical|same) order\b|\b(link|url|order|target|username|page|post)s? (is )?(duplicated?|dublicate)\b"
            r"|\b(duplicated?|dublicate) (active )?(order|link|url|request|target)s?\b"
            r"|\b(active|existing|another|running|unfinished|uncompleted|incomplete|ongoing|open|previous|pending"
            r"|current|an|same) (active |pending )?orders?\b.*\b(link|url|page|username|target|profile|post"
            r"|account|address|wait)\b"
            r"|\borders? .*\b(already|still|currently)\b.*\b(link|url|page|username|target|profile|post)\b"
            r"|\b(link|url|page|username|target|profile|post)\b.*\b(already|currently|still)\b.*\b(order|ordered"
            r"|progress|processing|process|active|use|used|running|queue|pending|exists?|added|submitted|work)\b"
            r"|\b(link|url|page|target)\b.*\bhas (an? )?(active|pending|running|existing|unfinished)\b"
            r"|\balready (have|has|had|placed|ordered|submitted|got|exists?|created|running|an|active) .*\b(link"
            r"|url|page|username|target|profile|post)\b"
            r"|\b(wait|after|until)\b.*\b(previous|current|last|first|existing|active|old|other) orders?\b"
            r"|\b(you have|there is|theres|has|have) (an? |already )*(active|unfinished|running|existing"
            r"|uncompleted) (order|task)"
            r"|\bsame (link|url|page|username|target)\b|\bwait (until|till|for)\b.*\border\b.*\b(complet|finish|end)"
        ),
    ),
)
