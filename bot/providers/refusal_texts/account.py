"""Wordings about the key, the account, its money, and how often it may ask."""

from __future__ import annotations

from bot.core.provider import ErrorKind as K
from bot.providers.refusal_texts.words import ASKED, BAD, IS_BAD, MISSING, MONEY, OFF

RULES: tuple[tuple[K, str], ...] = (
    # Keys and accounts.
    (
        K.MISSING_PARAMETER,
        (
            r"\bmissing (the )?(required )?(api )?(key|action|token|parameter|params?|field|argument|value|data"
            rf"|input)|^(missing|required)\b.*\b{ASKED}\b.*\b{ASKED}\b|\b{ASKED}\b.*\b{ASKED}\b.* (are|is) (required"
            r"|missing)\b|\bparameters? (is |are )?(required|missing|needed)\b"
            rf"|(ناقصة?|مفقودة?|eksik|thieu|falta[mn]?|faltando|не указан\w*|отсутству\w*)\b.*\b{ASKED}\b.*\b{ASKED}\b"
            r"|(?<!minimum )(?<!min )\b(orders?|refills?|cancels?)( ids?)?( field| parameter)? (is |are )?(required"
            r"|missing|not provided)( parameter\b.*)?$"
        ),
    ),
    (
        K.AUTH,
        (
            rf"\b(api )?(key|token|apikey|credentials?|signature|authorization)s? (you \w+ )?{IS_BAD}|\b{BAD} (user "
            rf"|your |access |the |secret |request or |or (inactive|expired|disabled|revoked) )?(api ?)?"
            rf"(key|token|apikey|credentials?|signature|login|user|api)\b"
            rf"|\bapi ?key ({OFF}|{MISSING}|expired|revoked|is expired|has expired|has been revoked|denied"
            rf"|error|not authori[sz]ed)|\b(key|token) (is |has |been )*(expired|revoked|{OFF})"
            r"|\bapi is disabled? for\b|\bapi (access )?(is |was |has been )*(disabled|denied|not allowed"
            r"|not enabled|blocked|restricted|revoked) (for|to)\b"
            r"|\bapi access (is |has been )*(disabled|denied|not allowed|not enabled|blocked|restricted|revoked"
            r"|forbidden)\b"
            r"|\bunauthori[sz]ed\b|\bunauthenticated\b|\bauth(entication|orization)? (is )?(failed|failure|error"
            r"|required|invalid)\b|\bnot (authori[sz]ed|authenticated|logged in)\b"
            r"|^access (is )?denied$|^forbidden$|^permission denied$|\b(no|not have|insufficient|dont have"
            r"|without) (the |any |enough )?permissions?\b|\buser (is )?(not found|not exists?"
            r"|does not exists?|doesnt exists?|invalid|unknown)\b"
            r"|\bip( address)? (is )?(not allowed|not whitelisted|blocked|denied|not in)|\b(no|empty|provide (a "
            r"|an )?(valid )?|check your|use a valid|need (a |an )?) ?(valid )?api ?key\b|\bkey (is )?(required"
            r"|missing|empty|not provided)\b|\bauth key\b|^key$|^error (api )?key$|^the account does( not|nt) exists?$"
        ),
    ),
    (
        K.ACCOUNT_DISABLED,
        (
            r"\b(your |this |the |user |api )*(account|user|customer|profile|reseller) (is |was |has been "
            r"|have been |been |currently |temporarily )*"
            r"(suspended|blocked|banned|disabled|inactive|not active|deactivated|locked|frozen|restricted|closed"
            r"|limited|terminated)\b"
            r"|\b(suspended|blocked|banned|disabled|inactive|deactivated|locked|frozen) (account|user)\b"
            r"|\byou (are|have been|were) (banned|blocked|suspended)\b"
        ),
    ),
    # Money.
    (
        K.INSUFFICIENT_FUNDS,
        (
            rf"\b(not|no|isnt|arent|dont have|do not have|havent|doesnt have|does not have"
            rf"|without)( have)? (enough|sufficient|adequate|required|any)? ?(of )?(the )?(your |user |account "
            rf"|available |main )*{MONEY}\b"
            rf"|\b(insuff?i\w+|low|lack of|inadequate|unsufficient|too low"
            rf"|little|small|zero|negative|exceeds?|exceeded|out of|short of|less) (of )?(the )?(your |user "
            rf"|account |available |wallet |api |current |main )*{MONEY}\b"
            rf"|\b{MONEY} (is |are |was |amount |on |in |your |account |of )*(too |very )?(low|insuff?i\w+"
            rf"|not enough|not sufficient|inadequate|empty|zero|exceeded|exhausted|small|less"
            rf"|negative|isnt enough|over|short)\b"
            rf"|\b(add|top ?up|topup|recharge|refill|replenish|deposit|load|increase) (more |some |your |the |up "
            rf"|in |account |wallet )*{MONEY}\b"
            rf"|\b{MONEY} (is )?(not )?(enough|required|needed)\b|\bnot enough to\b.*\b(pay|order|place|cover)"
            rf"|\bcant afford\b|\bcannot afford\b|\bpayment required\b"
            r"|\b(insufficient|nofunds|not enough) ?(funds?|balance)|\binsufficient ?(amount|fund|money)\b"
            r"|\bnot enough$|\bcost exceeds\b.*\bbalance\b|^no (funds|money|balance)$|\bcredit limit\b"
        ),
    ),
    # How often one may ask. These are sent again by themselves, so only plain words count.
    (
        K.RATE_LIMITED,
        (
            r"\b(api )?(rate|request|requests|api|call|calls|query) (rate )?limit(s|ed|ing)? ?(is |was "
            r"|has been )?(exceeded|reached|hit|exceed|over|error)?\b|\btoo many (api )?(requests?|calls?"
            r"|attempts?|queries|orders? (per|in a|at)|connections)\b|\btoo (fast|frequent|often|quick"
            r"|frequently)\b"
            r"|\bslow down\b|\bthrottl\w+|\bflood (control|wait|limit)|\brequests? (per|quota)\b.*\b(exceeded"
            r"|limit)|\blimit of requests\b|\b(exceeded|exceeds?|reached|over|hit) (the |your |of )*(api |rate "
            r"|request|requests|call)+ ?(rate )?(limits?|quota)\b|\bquota exceeded\b|\brate exceeded\b"
            r"|\bwait \d+ \w+ (before|between)\b|^limit exceeded$|^ratelimit\w*$|\brate limited\b"
        ),
    ),
)
