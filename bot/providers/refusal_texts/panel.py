"""Wordings about the panel as a whole, and about the request as such."""

from __future__ import annotations

from bot.core.provider import ErrorKind as K
from bot.providers.refusal_texts.words import BAD, FIELD, IS_BAD, MISSING, OFF

RULES: tuple[tuple[K, str], ...] = (
    # The panel as a whole. These too are sent again.
    (
        K.MAINTENANCE,
        (
            r"\bmaintenance\b|\bmaintainance\b|\b(panel|site|website|system|api|platform|shop|ordering"
            r"|orders|order creation|new orders|sales|api v2) (is |are |was |has been |currently |now "
            r"|temporarily |under |for )*(temporarily |currently )*(unavailable|closed|offline|disabled|down"
            r"|suspended|paused|stopped|not available|turned off|switched off|being updated|updating|updated"
            r"|under construction|not accepting\b.*|off)\b"
            r"|\btemporar(il)?y (unavailable|closed|offline|disabled|suspended|paused|out of service|stopped"
            r"|not available)\b|\bscheduled (works?|downtime|update)\b|\b(not|arent"
            r"|isnt) (currently )?accepting (new |any )*orders\b|\bunder construction\b|\bback soon\b"
            r"|\b(new )?orders? (are )?not accepted (now|at the moment|currently|temporarily)\b"
        ),
    ),
    (K.SERVICE_UNAVAILABLE, r"\bservice\b.*\b(unavailable|not available|disabled|inactive)\b"),
    # The request as such.
    (
        K.UNSUPPORTED_ACTION,
        (
            rf"\b{BAD} (api )?(action|method|command|endpoint|operation|function|route)s?\b|\b(action|command"
            rf"|endpoint|operation|function)s? ({IS_BAD}|{MISSING}|{OFF}|not allowed|not implemented"
            rf"|undefined)|\b(no|missing|empty|undefined|not allowed) action\b|\bnot implemented\b"
            rf"|\baction\b.*\b(not supported|invalid|unknown)\b"
        ),
    ),
    (
        K.MISSING_PARAMETER,
        (
            r"^(error )?(missing|required)\b|\bmissing (required |mandatory |one |some )*(parameter|field|param"
            r"|argument|value|data|input|order|orders|id|ids)|\b(parameter|parameters|params|argument"
            r"|arguments)\b.*\b(missing|not provided|not specified)\b|\bmissing (parameters?|params?|fields?"
            r"|arguments?)\b|\bnot all (required )?(parameters|fields)"
        ),
    ),
    (
        K.INVALID_REQUEST,
        (
            rf"\b{BAD} (or missing )?(api |order |json |input |post |http |request |form |custom "
            rf"|list of )*(request|requests|query|arguments?|{FIELD})\b"
            rf"|\b(request|query|arguments?) {IS_BAD}|\b{FIELD} ({MISSING}|{IS_BAD}|must"
            rf"|should|cannot be|cant be|not allowed)|\bvalidation (error|errors|failed|failure|exception)\b"
            rf"|\bbad request\b|\b(all|required|these|fill) (the |in |all |required )*(fields?|parameters"
            rf"|params)\b|\bfields? (are |is )?required\b|\bgiven data (was|is) invalid\b|\b(empty|no) (request"
            rf"|parameters|data|params|comments|usernames|keywords|hashtags)\b|\b(specify|enter|provide"
            rf"|fill in) (the |a |your |valid |at least one |at least )*(comments?|usernames?|keywords?"
            rf"|hashtags?|answer number|parameters?|fields?|data)\b|^(neworder )?error (comments?|usernames"
            rf"|username|runs|interval|keywords|hashtags|hashtag|media|answer number|groups|country|device|posts"
            rf"|delay|expiry|dripfeed)$"
        ),
    ),
)
