"""Wordings about the service, the quantity and the link of an order."""

from __future__ import annotations

from bot.core.provider import ErrorKind as K
from bot.providers.refusal_texts.words import BAD, COUNT, IS_BAD, MAX, MIN, MISSING, OFF, TARGET

_MUST_NOT = r"((must|should|may|can) not|cannot|cant|mustnt)"

RULES: tuple[tuple[K, str], ...] = (
    # Services.
    (
        K.SERVICE_UNAVAILABLE,
        (
            rf"\b(service|package|product|services|category)( id)?( \d+)? {OFF}\b|\b(disabled|inactive"
            rf"|unavailable|closed|paused|deactivated|stopped|archived|suspended) service\b|\bservice inactive\b"
        ),
    ),
    (
        K.INVALID_SERVICE,
        (
            rf"\b{BAD} (or (inactive|disabled) )?(service|package|product|services)s?\b|\b(service|package"
            rf"|product|services)( id| ids| type| number)?( \d+)? {IS_BAD}|\bservices?( id)? {MISSING}|\b(no"
            rf"|missing|empty|select|choose|provide) (a |an |the )*(valid )?(service|service id)\b( found)?"
            rf"|\b(cannot|cant|could not|couldnt) find (the |this |that )?service\b|\bservice( id)? (must"
            rf"|should) be\b|\bservice ?id\b$|\bservice error\b"
        ),
    ),
    # Drip-feed and the other fields.
    (
        K.INVALID_REQUEST,
        (
            rf"\bdrip ?feed\b.*\b(not|unsupported|disabled|unavailable|doesnt|isnt|cannot|invalid|incorrect|min"
            rf"|max)\b|\b(does not|doesnt|not) support (the )?drip ?feed\b|\b{BAD} (number of )?(runs?"
            rf"|intervals?|delay|posts|expiry|comments?$|comments list)\b|\b(runs?|intervals?|delay|usernames?"
            rf"|comments?( list| field)?|lists?) ({MISSING}|{IS_BAD}|must|should"
            rf"|cannot|cant)"
        ),
    ),
    # Quantity: the minimum and the maximum, then the rest.
    (
        K.INVALID_QUANTITY,
        (
            rf"\b{MIN}( \d+)? (and|or|to)( the)? {MAX}\b|\b{MIN}\b.*\b{MAX}\b|\b{MAX}\b.*\b{MIN}\b"
            rf"|\b(quantity|amount|qty)\b.*\bbetween\b|\b(quantity|amount|qty)\b.*\bmultiples?\b"
            rf"|\bmultiples? of\b"
        ),
    ),
    (K.QUANTITY_ABOVE_MAX, rf"\b{COUNT} {_MUST_NOT} (exceed|(be )?(greater|more|higher|larger|bigger) than)\b"),
    (K.QUANTITY_BELOW_MIN, rf"\b{COUNT} {_MUST_NOT} (be )?(less|lower|smaller|fewer) than\b"),
    (
        K.QUANTITY_BELOW_MIN,
        (
            rf"\b{MIN} ?(order |allowed |required |possible |service )?(quantity|qty|amount|count|order|limit|is"
            rf"|value|size|for this service)\b|\b(quantity|qty|amount|count|order)\b.*\b{MIN}\b"
            rf"|\b(less|lower|smaller|fewer) than (the |or equal to )*(allowed |service )?{MIN}\b|\b(below"
            rf"|under)( the)?( service)? {MIN}\b|^{MIN}( \d+)?$|\b{MIN} \d+\b(?! (minute|min|hour|sec))"
            rf"|\b{COUNT} (is |too |was |entered |value |should |must |be |cannot |cant |to )*(too )?(low|small"
            rf"|less|few|lower|below|at least|greater than|more than \d+|under)\b(?!.*\b{MAX}\b)|\btoo (few"
            rf"|small|low)\b.*\b(quantity|amount|qty|comments|order)|\bat least \d+\b|\border (less|fewer) than \d+"
            rf"|\bless than allowed\b|\berror min$"
            rf"|\bbelow allowed\b"
        ),
    ),
    (
        K.QUANTITY_ABOVE_MAX,
        (
            rf"\b{MAX} ?(order |allowed |possible |service )?(quantity|qty|amount|count|order|limit|is|value"
            rf"|size|for this service)\b|\b(quantity|qty|amount|count|order)\b.*\b{MAX}\b"
            rf"|\b(more|greater|higher|bigger|larger) than (the |or equal to )*(allowed |service )?{MAX}\b"
            rf"|\b(above|over|exceed\w*)( the)?( service| allowed)? {MAX}\b|^{MAX}( \d+)?$|\b{MAX} \d+\b"
            rf"|\b{COUNT} (is |too |was |entered |value |should |must |not |be |cannot |cant )*(too )?(high|large"
            rf"|big|much|many|higher|above|exceed\w*|over|at most|less than \d+)\b|\btoo (many|large|big|high"
            rf"|much)\b.*\b(quantity|amount|qty|comments)|\bat most \d+\b|\bmore than allowed\b"
            rf"|\babove allowed\b|\b(order|buy) more than \d+|\berror max$"
        ),
    ),
    (
        K.INVALID_QUANTITY,
        (
            rf"\b{BAD} (order )?{COUNT}\b|\b{COUNT} ({IS_BAD}|{MISSING}|not allowed|out of (the )?(range|bounds?"
            rf"|limits?)|must|should|has to|need|error|range|outside|cannot|cant)|\b(no|missing|empty|enter|specify"
            rf"|provide) (a |the |valid )*(quantity|qty|amount)\b|\bquantity (error|limit)\b|\bquantity$"
            rf"|\bnot (a )?multiple\b"
        ),
    ),
    # The link.
    (
        K.INVALID_LINK,
        (
            rf"\b{BAD} (order |target |page |post |the |social |instagram |telegram |tiktok |youtube |facebook "
            rf"|twitter |format of |type of |{TARGET} )*{TARGET}\b|\b(this |the |your |entered "
            rf"|provided )*{TARGET}s?( format| type| address)? (you \w+ )?({IS_BAD}|{MISSING})"
            rf"|\b{TARGET}s?\b.{{0,30}}\b(private|not allowed|not supported|unsupported|blacklisted|black listed"
            rf"|banned|blocked|forbidden|restricted|prohibited|unavailable|not available|deleted|removed"
            rf"|not public|unreachable|not accessible|inaccessible|must|should|may not|cannot be|cant be|could not be"
            rf"|couldnt be|format|does not match|doesnt match|not compatible)\b"
            rf"|\b(no|missing|empty|enter|specify|provide|check|use|need|private|blacklisted|banned|blocked"
            rf"|forbidden|unsupported|wrong format of) (a |an |the |your |valid |correct |another |proper "
            rf"|full )*{TARGET}\b"
            rf"|\b(account|group|user|page|profile|video|post) (is |must be |is not |should be |set to "
            rf"|are )*(private|not public|public|hidden|age restricted)\b|\bnot (a |an )?(valid|correct"
            rf"|supported|allowed|proper) (\w+ )?{TARGET}\b|\bneworder error link$|\berror link$|^link$"
            rf"|\blink error\b|\bprivate (account|profile|page|group|channel|video|post)\b|\bonly public\b"
            rf"|\bmake (the"
            rf"|your) (account|profile|page|channel) public\b"
        ),
    ),
)
