"""Words that many English patterns share."""

from __future__ import annotations

BAD = (
    r"(invalid|incorrect|wrong|bad|unknown|unrecogni[sz]ed|malformed|broken|unsupported|illegal|faulty"
    r"|inval|not valid|non ?existent|nonexisting|no such)"
)
IS_BAD = (
    r"(is |are |was |were |id |ids |id is |not a |an? )*(invalid|incorrect|wrong|bad|unknown|malformed|broken"
    r"|unsupported"
    r"|not valid|isnt valid|not correct|not found|not exists?|not recogni[sz]ed|unrecogni[sz]ed|not supported"
    r"|does ?nt exists?|does not exists?|do not exists?|dont exists?|doesnot exists?|not existing|nonexistent"
    r"|could not be found|cannot be found|cant be found|no longer exists?|not match(ing)?|mismatch(ed)?)"
)
OFF = (
    r"(is |are |was |has been |have been |been |currently |temporarily |now |id |status )*(disabled?|inactive"
    r"|not active"
    r"|not activated|unavailable|not available|off|closed|paused|stopped|suspended|deactivated|removed"
    r"|deleted|archived"
    r"|discontinued|out of stock|sold out|not working|offline|down|under maintenance|on maintenance"
    r"|in maintenance"
    r"|not (currently )?(offered|accepting( new)? orders)|no longer (available|active|offered)|not enabled"
    r"|blocked)"
)
TARGET = (
    r"(link|links|url|urls|username|page|profile|post|target|address|domain|video|channel|media|story|reel"
    r"|tweet)"
)
COUNT = r"(quantity|qty|amount|count|number of (comments|usernames|lines)|order size|comments|quantities)( field)?"
FIELD = (
    r"(runs?|intervals?|delay|posts?|old posts|new posts|expiry|expiry date|comments?|usernames?|hashtags?"
    r"|keywords?"
    r"|answer( number)?|country|device|type of traffic|referr(ing|er) url|google keyword|groups?|media( url)?"
    r"|drip ?feed"
    r"|parameters?|params?|fields?|values?|data|input|format|email|date|time|min|max|interval in minutes)"
)
ASKED = r"(key|action|service|link|url|quantity|username)"
"""Fields that every order has."""
MISSING = (
    r"(is |are |field is |field |was |were )*(required|missing|empty|blank|not provided|not specified"
    r"|not supplied"
    r"|not set|needed|cannot be (empty|blank|null)|cant be (empty|blank)|must be (provided|specified|set)"
    r"|mandatory"
    r"|must not be empty|should not be empty)"
)
UNSUPPORTED = r"(is |are |via api is |by api is )*(not supported|unsupported)"
REFILL = r"\brefill\w*\b(?! (your |the |account |user |up |wallet )*(balance|account|wallet|funds|money))"
MONEY = r"(funds?|balance|money|credits?|wallet|deposit|cash)"
MIN = r"(min|minimum|minimal|minimun|minumum|mimimum|lowest)"
MAX = r"(max|maximum|maximal|maximun|maksimum|highest)"
