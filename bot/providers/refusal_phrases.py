"""Wordings of refusals in English, and in the dotted and snake-case codes of the panels' own software.

Patterns are searched, in this order, in a text that `refusals.folded` has made: lower case, one blank between words,
no punctuation, no apostrophes ("doesnt"). The first that is found decides, so the particular stands before the general.
"""

from __future__ import annotations

from bot.core.provider import ErrorKind as K

_BAD = (
    r"(invalid|incorrect|wrong|bad|unknown|unrecogni[sz]ed|malformed|broken|unsupported|illegal|faulty"
    r"|inval|not valid|non ?existent|nonexisting|no such)"
)
_IS_BAD = (
    r"(is |are |was |were |id |ids |id is |not a |an? )*(invalid|incorrect|wrong|bad|unknown|malformed|broken"
    r"|unsupported"
    r"|not valid|isnt valid|not correct|not found|not exists?|not recogni[sz]ed|unrecogni[sz]ed|not supported"
    r"|does ?nt exists?|does not exists?|do not exists?|dont exists?|doesnot exists?|not existing|nonexistent"
    r"|could not be found|cannot be found|cant be found|no longer exists?|not match(ing)?|mismatch(ed)?)"
)
_OFF = (
    r"(is |are |was |has been |have been |been |currently |temporarily |now |id |status )*(disabled?|inactive"
    r"|not active"
    r"|not activated|unavailable|not available|off|closed|paused|stopped|suspended|deactivated|removed"
    r"|deleted|archived"
    r"|discontinued|out of stock|sold out|not working|offline|down|under maintenance|on maintenance"
    r"|in maintenance"
    r"|not (currently )?(offered|accepting( new)? orders)|no longer (available|active|offered)|not enabled"
    r"|blocked)"
)
_TARGET = (
    r"(link|links|url|urls|username|page|profile|post|target|address|domain|video|channel|media|story|reel"
    r"|tweet)"
)
_COUNT = r"(quantity|qty|amount|count|number of (comments|usernames|lines)|order size|comments|quantities)"
_FIELD = (
    r"(runs?|intervals?|delay|posts?|old posts|new posts|expiry|expiry date|comments?|usernames?|hashtags?"
    r"|keywords?"
    r"|answer( number)?|country|device|type of traffic|referr(ing|er) url|google keyword|groups?|media( url)?"
    r"|drip ?feed"
    r"|parameters?|params?|fields?|values?|data|input|format|email|date|time|min|max|interval in minutes)"
)
_MISSING = (
    r"(is |are |field is |field |was |were )*(required|missing|empty|blank|not provided|not specified"
    r"|not supplied"
    r"|not set|needed|cannot be (empty|blank|null)|cant be (empty|blank)|must be (provided|specified|set)"
    r"|mandatory"
    r"|must not be empty|should not be empty)"
)
_REFILL = r"\brefill\w*\b(?! (your |the |account |user |up |wallet )*(balance|account|wallet|funds|money))"
_MONEY = r"(funds?|balance|money|credits?|wallet|deposit|cash)"
_MIN = r"(min|minimum|minimal|minimun|minumum|mimimum|lowest)"
_MAX = r"(max|maximum|maximal|maximun|highest)"

RULES: tuple[tuple[K, str], ...] = (
    # Requests for refills and cancels, before anything that their words might resemble.
    (K.CANCEL_ALREADY_REQUESTED, r"\bcancel\w*\b.*\b(earlier|already|before|exists)\b|\balready\b.*\bcancel"),
    (K.CANCEL_NOT_FOUND, rf"\b{_BAD} cancel\w*( ids?)?$|\bcancel\w* ({_IS_BAD})"),
    (
        K.CANCEL_NOT_ALLOWED,
        (
            r"\b(cannot|cant|can not|unable to|could not|couldnt|failed to|not possible to|impossible to"
            r"|not allowed to) (be )?cancel"
            r"|\bcancel\w*\b.*\b(not|cannot|cant|unavailable|disabled|unsupported|impossible|doesnt|isnt"
            r"|no longer)\b"
            r"|\b(not|no|non) (be )?(eligible for |available for |allowed for )?cancel|\bnot\b.* cancell?able\b"
        ),
    ),
    (
        K.REFILL_NOT_FOUND,
        rf"\b{_BAD} refill\w*( ids?)?$|\brefill\w* ({_IS_BAD})$|\brefill request not found\b",
    ),
    (
        K.REFILL_NOT_ALLOWED,
        (
            rf"{_REFILL}.*\b(not|cannot|cant|unavailable|disabled|unsupported|impossible|doesnt|isnt|expired"
            rf"|already|only"
            r"|wait|hours?|days?|period|ended|denied|pending|in progress|once|no)\b"
            rf"|\b(not|no|non|cannot|cant|unable to)\b.*{_REFILL}|\balready\b.*{_REFILL}"
        ),
    ),
    (
        K.ORDER_NOT_FOUND,
        (
            rf"\baccess (is )?denied to (the |this )?order|\b{_BAD} orders?( ids?| number| numbers)?$"
            rf"|\borders? (ids?|number) {_IS_BAD}"
            r"|\borders? (was |were |is |are |could |can )?(not|does ?nt|doesnt|cannot|cant|isnt"
            r"|not be) (be )?(found|exists?|valid|yours?|exist anymore)"
            r"|\b(cannot|cant|could not|couldnt) find (the |this |your |that )?order|\bno (such )?orders? (found"
            r"|with)|\bno such order\b"
            r"|\borders? (invalid|incorrect|wrong)$|\bno orders?$|\border (does not|doesnt) belong"
        ),
    ),
    # The link already has an order.
    (
        K.DUPLICATE_ACTIVE_ORDER,
        (
            r"\b(link|url|order|target|username|page|post)s? (is )?(duplicated?|dublicate)\b|\b(duplicated?"
            r"|dublicate) (active )?(order|link|url|request|target)s?\b"
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
            r"|\bwait (until|till|for)\b.*\border\b.*\b(complet|finish|end)"
        ),
    ),
    # Keys and accounts.
    (
        K.MISSING_PARAMETER,
        (
            r"\bmissing (the )?(required )?(api )?(key|action|token|parameter|params?|field|argument|value|data"
            r"|input)"
        ),
    ),
    (
        K.AUTH,
        (
            rf"\b(api )?(key|token|apikey|credentials?|signature|authorization)s? {_IS_BAD}|\b{_BAD} (user |your "
            rf"|access |the |secret )?(api ?)?(key|token|apikey|credentials?|signature|login|user|api)\b"
            rf"|\bapi ?key ({_OFF}|{_MISSING}|expired|revoked|is expired|has expired|has been revoked|denied"
            rf"|error|not authori[sz]ed)|\b(key|token) (is |has |been )*(expired|revoked|{_OFF})"
            r"|\bapi is disabled? for\b|\bapi (access )?(is |was |has been )*(disabled|denied|not allowed"
            r"|not enabled|blocked|restricted|revoked) (for|to)\b"
            r"|\bapi access (is |has been )*(disabled|denied|not allowed|not enabled|blocked|restricted|revoked"
            r"|forbidden)\b"
            r"|\bunauthori[sz]ed\b|\bunauthenticated\b|\bauth(entication|orization)? (is )?(failed|failure|error"
            r"|required|invalid)\b|\bnot (authori[sz]ed|authenticated|logged in)\b"
            r"|^access (is )?denied$|^forbidden$|^permission denied$|\buser (is )?(not found|not exists?"
            r"|does not exists?|doesnt exists?|invalid|unknown)\b"
            r"|\bip( address)? (is )?(not allowed|not whitelisted|blocked|denied|not in)|\b(no|empty|provide (a "
            r"|an )?(valid )?|check your|use a valid|need (a |an )?) ?(valid )?api ?key\b|\bkey (is )?(required"
            r"|missing|empty|not provided)\b|\bauth key\b|^key$|^error (api )?key$"
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
            rf"|available |main )*{_MONEY}\b"
            rf"|\b(insufficient|insuficient|insufficent|insufficiant|low|lack of|inadequate|unsufficient|too low"
            rf"|little|small|zero|negative|exceeds?|exceeded|out of|short of|less) (of )?(the )?(your |user "
            rf"|account |available |wallet |api |current |main )*{_MONEY}\b"
            rf"|\b{_MONEY} (is |are |was |amount |on |in |your |account |of )*(too |very )?(low|insufficient"
            rf"|insuficient|not enough|not sufficient|inadequate|empty|zero|exceeded|exhausted|small|less"
            rf"|negative|isnt enough|over|short)\b"
            rf"|\b(add|top ?up|topup|recharge|refill|replenish|deposit|load|increase) (more |some |your |the |up "
            rf"|in |account |wallet )*{_MONEY}\b"
            rf"|\b{_MONEY} (is )?(not )?(enough|required|needed)\b|\bnot enough to\b.*\b(pay|order|place|cover)"
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
            r"|^limit exceeded$|^ratelimit\w*$|\brate limited\b"
        ),
    ),
    # Services.
    (
        K.SERVICE_UNAVAILABLE,
        (
            rf"\b(service|package|product|services|category)( id)?( \d+)? {_OFF}\b|\b(disabled|inactive"
            rf"|unavailable|closed|paused|deactivated|stopped|archived|suspended) service\b|\bservice inactive\b"
        ),
    ),
    (
        K.INVALID_SERVICE,
        (
            rf"\b{_BAD} (or (inactive|disabled) )?(service|package|product|services)s?\b|\b(service|package"
            rf"|product|services)( id| ids| type| number)?( \d+)? {_IS_BAD}|\bservices?( id)? {_MISSING}|\b(no"
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
            rf"|max)\b|\b(does not|doesnt|not) support (the )?drip ?feed\b|\b{_BAD} (number of )?(runs?"
            rf"|intervals?|delay|posts|expiry)\b|\b(runs?|intervals?|delay) ({_MISSING}|{_IS_BAD}|must|should"
            rf"|cannot|cant)"
        ),
    ),
    # Quantity: the minimum and the maximum, then the rest.
    (
        K.INVALID_QUANTITY,
        (
            rf"\b{_MIN}( \d+)? (and|or|to)( the)? {_MAX}\b|\b{_MIN}\b.*\b{_MAX}\b|\b{_MAX}\b.*\b{_MIN}\b"
            rf"|\b(quantity|amount|qty)\b.*\bbetween\b|\b(quantity|amount|qty)\b.*\bmultiples?\b"
            rf"|\bmultiples? of\b"
        ),
    ),
    (
        K.QUANTITY_BELOW_MIN,
        (
            rf"\b{_MIN} ?(order |allowed |required |possible |service )?(quantity|qty|amount|count|order|limit|is"
            rf"|value|size|for this service)\b|\b(quantity|qty|amount|count|order)\b.*\b{_MIN}\b"
            rf"|\b(less|lower|smaller|fewer) than (the |or equal to )*(allowed |service )?{_MIN}\b|\b(below"
            rf"|under)( the)?( service)? {_MIN}\b|^{_MIN}( \d+)?$|\b{_MIN} \d+\b(?! (minute|min|hour|sec))"
            rf"|\b{_COUNT} (is |too |was |entered |value |should |must |be |cannot |cant |to )*(too )?(low|small"
            rf"|less|few|lower|below|at least|greater than|more than \d+|under)\b(?!.*\b{_MAX}\b)|\btoo (few"
            rf"|small|low)\b.*\b(quantity|amount|qty|comments|order)|\bat least \d+\b|\bless than allowed\b"
            rf"|\bbelow allowed\b"
        ),
    ),
    (
        K.QUANTITY_ABOVE_MAX,
        (
            rf"\b{_MAX} ?(order |allowed |possible |service )?(quantity|qty|amount|count|order|limit|is|value"
            rf"|size|for this service)\b|\b(quantity|qty|amount|count|order)\b.*\b{_MAX}\b"
            rf"|\b(more|greater|higher|bigger|larger) than (the |or equal to )*(allowed |service )?{_MAX}\b"
            rf"|\b(above|over|exceed\w*)( the)?( service| allowed)? {_MAX}\b|^{_MAX}( \d+)?$|\b{_MAX} \d+\b"
            rf"|\b{_COUNT} (is |too |was |entered |value |should |must |be |cannot |cant )*(too )?(high|large"
            rf"|big|much|many|higher|above|exceed\w*|over|at most|less than \d+)\b|\btoo (many|large|big|high"
            rf"|much)\b.*\b(quantity|amount|qty|comments)|\bat most \d+\b|\bmore than allowed\b"
            rf"|\babove allowed\b"
        ),
    ),
    (
        K.INVALID_QUANTITY,
        (
            rf"\b{_BAD} (order )?{_COUNT}\b|\b{_COUNT} ({_IS_BAD}|{_MISSING}|not allowed|out of range|must"
            rf"|should|has to|need|error|range|outside|cannot|cant)|\b(no|missing|empty|enter|specify"
            rf"|provide) (a |the |valid )*(quantity|qty|amount)\b|\bquantity (error|limit)\b|\bquantity$"
            rf"|\bnot (a )?multiple\b"
        ),
    ),
    # The link.
    (
        K.INVALID_LINK,
        (
            rf"\b{_BAD} (order |target |page |post |the |social |instagram |telegram |tiktok |youtube |facebook "
            rf"|twitter |format of |type of |{_TARGET} )*{_TARGET}\b|\b(this |the |your |entered "
            rf"|provided )*{_TARGET}s?( format| type| address)? (you \w+ )?({_IS_BAD}|{_MISSING})"
            rf"|\b{_TARGET}s?\b.{{0,30}}\b(private|not allowed|not supported|unsupported|blacklisted|black listed"
            rf"|banned|blocked|forbidden|restricted|prohibited|unavailable|not available|deleted|removed"
            rf"|not public|unreachable|not accessible|inaccessible|must|should|cannot be|cant be|could not be"
            rf"|couldnt be|format|error|does not match|doesnt match|not compatible)\b"
            rf"|\b(no|missing|empty|enter|specify|provide|check|use|need|private|blacklisted|banned|blocked"
            rf"|forbidden|unsupported|wrong format of) (a |an |the |your |valid |correct |another |proper "
            rf"|full )*{_TARGET}\b"
            rf"|\b(account|group|user|page|profile|video|post) (is |must be |is not |should be |set to "
            rf"|are )*(private|not public|public|hidden|age restricted)\b|\bnot (a |an )?(valid|correct"
            rf"|supported|allowed|proper) (\w+ )?{_TARGET}\b|\bneworder error link$|\berror link$|^link$"
            rf"|\blink error\b|\bprivate (account|profile|page|group|channel|video|post)\b|\bmake (the"
            rf"|your) (account|profile|page|channel) public\b"
        ),
    ),
    # The panel as a whole. These too are sent again.
    (
        K.MAINTENANCE,
        (
            r"\bmaintenance\b|\bmaintainance\b|\b(panel|site|website|system|api|platform|server|shop|ordering"
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
            rf"\b{_BAD} (api )?(action|method|command|endpoint|operation|function|route)s?\b|\b(action|command"
            rf"|endpoint|operation|function)s? ({_IS_BAD}|{_MISSING}|{_OFF}|not allowed|not implemented"
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
            rf"\b{_BAD} (or missing )?(api |order |json |input |post |http |request |form |custom "
            rf"|list of )*(request|requests|query|payload|json|body|arguments?|content|syntax|{_FIELD})\b"
            rf"|\b(request|query|payload|body|json|arguments?) {_IS_BAD}|\b{_FIELD} ({_MISSING}|{_IS_BAD}|must"
            rf"|should|cannot be|cant be|not allowed)|\bvalidation (error|errors|failed|failure|exception)\b"
            rf"|\bbad request\b|\b(all|required|these|fill) (the |in |all |required )*(fields?|parameters"
            rf"|params)\b|\bfields? (are |is )?required\b|\bgiven data (was|is) invalid\b|\b(empty|no) (request"
            rf"|parameters|data|params|comments|usernames|keywords|hashtags)\b|\b(specify|enter|provide"
            rf"|fill in) (the |a |your |valid |at least one |at least )*(comments?|usernames?|keywords?"
            rf"|hashtags?|answer number|parameters?|fields?|data)\b|^(neworder )?error (comments|usernames"
            rf"|username|runs|interval|keywords|hashtags|hashtag|media|answer number|groups|country|device|posts"
            rf"|delay|expiry|min|max|dripfeed)$"
        ),
    ),
)

_TAKEN = (
    r"(placed|saved|stored|created|recorded|accepted|received|queued|submitted|processed|charged|deducted"
    r"|debited|sent|forwarded|delivered|started|executed|registered|booked|made)"
)
DOUBT = (
    r"\btime ?outs?\b|\btimed ?out\b|\btimedout\b|\betimedout\b|\bdeadline\b|\btook too long\b|\bno (response"
    r"|reply|answer)\b"
    rf"|\b(order|request|task|it|payment|transaction|money|balance|funds?|was|were|has been|have been|been"
    rf"|already|is|but|and|successfully|partially) (was |has been |have been |been |were |is |already "
    rf"|successfully |partially )*{_TAKEN}\b"
    rf"|\b{_TAKEN} (your |the |an? )?(order|request|successfully|but|at|to|by|with|in)\b|^{_TAKEN}$|\bsav(e"
    rf"|ing) failed\b|\bfailed (to|while|when) (sav|stor|writ|updat|record|log|sync|process|submit|send"
    rf"|forward|connect|fetch|read|pars)\w*|\bsuccess(ful|fully)?\b"
    r"|\b(provider|upstream|supplier|vendor|gateway|remote|backend|external|third party|3rd party"
    r"|api) (side )?(error|timeout|failure|failed|unreachable|exception|issue|problem|not responding|response"
    r"|down|returned|connection|is down)\b"
    r"|\berror (from|at|by|of|on) (the |our )?(provider|upstream|supplier|vendor|server|backend|remote)\b"
    r"|\b(unexpected|unknown|system|general|database|db|sql|network|connection|critical|fatal|technical"
    r"|undefined|processing|api|some|temporary) (error|errors|issue|problem|failure|fault|exception)\b"
    r"|\b(error|exception|problem) (has )?(occurr?ed|happened|encountered)\b|\b(exception|sqlstate|deadlock"
    r"|stack ?trace|curl|ssl|socket|dns|econnreset|econnrefused|traceback|segfault|mysql|postgres|redis)\b"
    r"|\bgateway\b|\bconnection (refused|reset|closed|lost|failed|aborted|timed|error)\b|\b(could not|couldnt"
    r"|cannot|cant|unable to|failed to) (connect|resolve host|reach|contact|communicate|verify|confirm"
    r"|determine)\b"
    r"|\bwent wrong\b|\boops\b|\bwhoops\b|\bunhandled\b|\bresult unknown\b|\b(status|result"
    r"|outcome) (is )?(unknown|unclear|pending)\b|\b(may|might) (have|still|be|already)\b|\b(maybe|possibly"
    r"|perhaps|probably)\b|\bpending (review|confirmation|approval|verification|processing)\b|\b(check|verify"
    r"|see) (your |the |in |my )*(orders?|order (status|list|history))\b|\brefund(ed|ing)?\b|\bpartial(ly)?\b"
    r"|\b(being processed|in the queue|in queue|is processing|under review|awaiting)\b|\bhowever\b"
    r"|\balthough\b|\bbut\b|\balready (processed|exists?|placed|created|submitted|received|sent)\b"
    r"|\bidempoten\w+|(?<!min )(?<!minimum )(?<!minimal )(?<!max )(?<!maximum )(?<!maximal )\border (id |no "
    r"|number |nr )?\d{3,}\b"
)
"""Hints that the order may have been taken, or that the trouble lies behind the panel: nothing is certain then."""

INTERNAL = (
    r"\binternal\b|\bserver error\b|^error 5\d\d$|\b(http )?(error )?(code )?5[02][0-4]\b (error|internal"
    r"|bad)"
)

UPSTREAM = r"\b(provider|upstream|supplier|vendor|wholesaler|third party|3rd party)s?\b"
"""The panel speaks of its own provider: what was refused there is not known here."""

NOT_TAKEN = (
    r"\b(failed to|could not( be)?|couldnt( be)?|cannot( be)?|can not( be)?|cant( be)?|unable to|was not"
    r"|wasnt|has not been"
    r"|is not|isnt|not( been| be)?|did not|didnt) (create|place|add|accept|make)(d|ed)?( (your|the|an?|new"
    r"|this|any) )*( ?order)?\b"
)
"""Said in so many words that nothing was ordered; the reason stands in what is left."""

ASK_AGAIN = (
    r"\b(please |kindly |pls |and |then |you can |you may |or )*(try|retry|repeat|attempt)( it| this"
    r"| your order| your request| the request| order)*"
    r"( again)?( later| soon| in a (few|minute|moment|while|second)\w*( \w+)?| after( some time| a while"
    r"| \d+ \w+)?| in \d+ \w+| in some time| another time| shortly)*\b"
)
