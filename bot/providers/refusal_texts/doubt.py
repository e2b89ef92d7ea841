"""What must not stand in a refusal: hints that the order may have been taken."""

from __future__ import annotations

_TAKEN = (
    r"(placed|saved|stored|created|recorded|accepted|received|queued|submitted|processed|charged|deducted"
    r"|debited|sent|forwarded|delivered|started|executed|registered|booked|made|added|taken)"
)
_LATER = (
    r"\bon hold\b|\b(is|are|set to|as|order|left|put|kept) (in )?pending\b|\bheld\b|\bpostponed\b|\bdelayed\b"
    r"|\bretrying\b"
    r"|\b(will|shall|going to) (be )?(process|place|sen[dt]|start|begin|retr|execut|complet|creat|submit|run|deliver"
    r"|try)\w*"
    r"|\b(order|it) (is |was |now |being )*(scheduled|in progress|running|completed|complete|done|processing)\b"
    r"|\border (is |was |number )*(now |still )*(put (in|on|to|into)|active|live)\b|\bwaiting (for|list)\b"
    r"|(?<!api )\bmanual(ly)?\b"
)
_JOINED = (
    r"\b(merged|combined|appended|joined) (with|into|to)\b"
    r"|\badded to (the |an |your )?(existing|active|running|previous|current)\b"
    r"|\border (was |has been |is )?(updated|extended)\b"
)
"""Taken as a part of another order."""

DOUBT = (
    rf"{_JOINED}|^queued\b|\bpayment (is )?pending\b"
    r"|\btime ?outs?\b|\btimed ?out\b|\btimedout\b|\betimedout\b|\bdeadline\b|\btook too long\b|\bno (response"
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
    r"|stack ?trace|c ?url|ssl|socket|dns|econnreset|econnrefused|traceback|segfault|mysql|postgres|redis)\b"
    r"|\bgateway\b|\bconnection (refused|reset|closed|lost|failed|aborted|timed|error)\b|\b(could not|couldnt"
    r"|cannot|cant|unable to|failed to) (connect|resolve host|reach|contact|communicate|verify|confirm"
    r"|determine)\b"
    r"|\bwent wrong\b|\boops\b|\bwhoops\b|\bunhandled\b|\bresult unknown\b|\b(status|result"
    r"|outcome) (is )?(unknown|unclear|pending)\b|\b(may|might) (have|still|be|already)\b|\b(maybe|possibly"
    r"|perhaps|probably)\b|\bpending (review|confirmation|approval|verification|processing)\b|\b(check|verify"
    r"|see) (your |the |in |my )*(orders?|order (status|list|history))\b|\brefund(ed|ing)?\b|\bpartial(ly)?\b"
    r"|\b(being processed|in the queue|in queue|is processing|under review|awaiting)\b|\bhowever\b"
    r"|\balthough\b|\bbut\b|\balready (processed|exists?|placed|created|submitted|received|sent)\b"
    rf"|{_LATER}|\b(invalid|bad|empty|malformed|unexpected|wrong) (api |json |server |xml )*(response|reply"
    rf"|answer(?! number)"
    rf"|result)\b"
    r"|\b(adjusted|changed|rounded|increased|reduced|corrected) (up |down )?to\b"
    r"|\breceived from\b|\bwarning\b|\bidempoten\w+"
    r"|(?<!min )(?<!minimum )(?<!minimal )(?<!max )(?<!maximum )(?<!maximal )\border (id |no "
    r"|number |nr )?\d{3,}\b"
)
"""Hints that the order may have been taken, or that the trouble lies behind the panel: nothing is certain then."""

TAKEN_PLAINLY = (
    rf"(?<!identical )(?<!same )\b(order|request) (was|has been|have been|is|got|were) (already |successfully |just "
    rf"|now )*{_TAKEN}\b"
    r"|\bsuccess(ful|fully)?\b|\btime ?outs?\b|\btimed ?out\b|\b(provider|upstream) error\b|\bsaved\b"
    rf"|^(your |the |new )?(order|request) (id )?{_TAKEN}\b|\bexists? with (the )?(id|number|no)\b"
    rf"|{_JOINED}"
)
"""Hints that weigh more than the wording of a doubled order, which speaks of orders taken by its nature."""

LACKS_ID = (
    r"\b(orders?|refills?|cancels?)( ids?)?( field| parameter)? (is |are )?(required|missing|not provided)\b"
    r"|\b(missing|required) (the )?(orders?|refills?|cancels?)( ids?)?( field| parameter)?$"
)
"""No `add` names an order. Where one is missed, the panel did another thing than it was asked, or its provider did not
tell it the id.
"""

INTERNAL = (
    r"\binternal\b|\bserver error\b|^error 5\d\d$|\b(http )?(error )?(code )?5[02][0-4]\b (error|internal"
    r"|bad)"
)

UPSTREAM = (
    r"\b(provider|upstream|supplier|vendor|wholesaler|third party|3rd party)s?\b"
    r"|\b(admin|our|master|parent)s? (api )?(account|balance|funds|wallet|panel)\b"
)
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
