"""Which refusals of a refill or cancel speak of the service, and so of all its orders."""

from __future__ import annotations

_CANNOT = (
    r"(support\w*|offer\w*|available|allowed|enabled|provid\w*|includ\w*|possible|refillable|cancell?able"
    r"|eligible|refill\w*|cancel\w*)"
)
_NOT = r"(not|no|doesnt|does not|cannot|cant|isnt|without|disabled|unavailable|unsupported)"
OF_SERVICE = (
    rf"\bservices?\b.*\b{_NOT}\b.*\b{_CANNOT}\b|\b{_NOT}\b.*\b(this|the|that|selected|your) service\b"
    r"|dich vu .*khong ho tro|(услуг|сервис)\w* .*(не поддерж\w*|не предусм\w*)|не поддерж\w* .*(услуг|сервис)\w*"
    r"|servis\w* .*(desteklem\w*|yok)|(servicio|servico) .*n(o|ao) .*(admite|soporta|suporta|permite)"
    r"|layanan .*tidak .*(mendukung|mempunyai)|الخدمة .*لا تدعم"
)
NOT_NOW = (
    r"\b(yet|after|until|till|wait|hours?|days?|expired|period|completed|complete|finish\w*|again|already|before"
    r"|now|moment|currently|temporarily|today|this order|your order)\b"
)
"""A service that cannot at this moment may be able to at another."""
