"""Order types of API v2 and their fields: one table drives questions, validation, price, request and card.

Source: the providers' pages for Default, Subscriptions and Poll; public client code for the rest. Adding a type
is adding a row; a field that no type uses yet is one more row in FIELDS and its question in the locales.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RateUnit(StrEnum):
    PER_1000 = "per_1000"
    PER_ORDER = "per_order"
    PER_ONE = "per_one"


class PricedBy(StrEnum):
    """What is multiplied with the rate."""

    QUANTITY = "quantity"  # x runs, where the order is a drip-feed
    LINES = "lines"  # lines of the list field
    ORDER = "order"
    POSTS = "posts"  # max x (posts + old_posts), held; what is unspent at the end is given back


class FieldKind(StrEnum):
    LINK = "link"
    QUANTITY = "quantity"
    LINES = "lines"  # many, one per line; goes out joined by \n
    TEXT = "text"
    USERNAME = "username"
    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"  # goes out as d/m/Y
    COUNTRY = "country"  # a code, or a name as it was typed


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `name` is the request's field and the suffix of the Fluent ids `ask-{name}` and `field-{name}`."""

    name: str
    kind: FieldKind
    required: bool = True
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()  # buttons for what most people want; anything else may be typed
    minimum: int | None = None
    maximum: int | None = None
    only_if: tuple[str, str] | None = None  # asked only where that other field has that value
    limits_by_service: bool = False  # the count lies between the service's min and max
    example: int = 0  # of a number, where the limits allow it


# As ISO 3166 has them: panels ask for a code or a name.
COUNTRIES = tuple("US GB CA AU DE FR ES IT NL PL TR BR IN ID RU UA".split())
DELAYS = tuple("0 5 10 15 30 60 90 120 150 180 210 240 270 300 360 420 480 540 600".split())

LINK = Field("link", FieldKind.LINK)
QUANTITY = Field("quantity", FieldKind.QUANTITY, limits_by_service=True, example=1_000)
COMMENTS = Field("comments", FieldKind.LINES, limits_by_service=True)
PACKAGE_COMMENTS = Field("comments", FieldKind.LINES)
USERNAMES = Field("usernames", FieldKind.LINES)
USERNAMES_COUNTED = Field("usernames", FieldKind.LINES, limits_by_service=True)
USERNAME = Field("username", FieldKind.USERNAME)

# Drip-feed is a button on the quote, not a question on the way.
RUNS = Field("runs", FieldKind.NUMBER, minimum=2, maximum=1_000, example=5)
INTERVAL = Field("interval", FieldKind.NUMBER, minimum=1, maximum=10_080, example=60)


@dataclass(frozen=True, slots=True)
class OrderType:
    """`key` is the name in snake case; `names` are further spellings, compared without case and blanks."""

    key: str
    fields: tuple[Field, ...]
    priced_by: PricedBy
    names: tuple[str, ...] = ()
    dripfeed: bool = False

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    @property
    def counted_lines(self) -> Field | None:
        """The list whose lines are the quantity, where the type is priced by lines."""
        if self.priced_by is not PricedBy.LINES:
            return None
        return next(field for field in self.fields if field.limits_by_service)


_TYPES = (
    OrderType("default", (LINK, QUANTITY), PricedBy.QUANTITY, dripfeed=True),
    OrderType("package", (LINK,), PricedBy.ORDER),
    OrderType("seo", (LINK, QUANTITY, Field("keywords", FieldKind.LINES)), PricedBy.QUANTITY),
    OrderType("custom_comments", (LINK, COMMENTS), PricedBy.LINES),
    OrderType("custom_comments_package", (LINK, PACKAGE_COMMENTS), PricedBy.ORDER),
    OrderType("mentions", (LINK, QUANTITY, USERNAMES), PricedBy.QUANTITY),
    OrderType(
        "mentions_with_hashtags",
        (LINK, QUANTITY, USERNAMES, Field("hashtags", FieldKind.LINES)),
        PricedBy.QUANTITY,
    ),
    OrderType("mentions_custom_list", (LINK, USERNAMES_COUNTED), PricedBy.LINES),
    OrderType("mentions_hashtag", (LINK, QUANTITY, Field("hashtag", FieldKind.TEXT)), PricedBy.QUANTITY),
    OrderType("mentions_user_followers", (LINK, QUANTITY, USERNAME), PricedBy.QUANTITY),
    OrderType("mentions_media_likers", (LINK, QUANTITY, Field("media", FieldKind.LINK)), PricedBy.QUANTITY),
    OrderType("comment_likes", (LINK, QUANTITY, USERNAME), PricedBy.QUANTITY),
    OrderType(
        "poll",
        (LINK, QUANTITY, Field("answer_number", FieldKind.NUMBER, minimum=1, maximum=100, example=2)),
        PricedBy.QUANTITY,
    ),
    OrderType("comment_replies", (LINK, USERNAME, COMMENTS), PricedBy.LINES),
    OrderType("invites_from_groups", (LINK, QUANTITY, Field("groups", FieldKind.LINES)), PricedBy.QUANTITY),
    OrderType(
        "subscriptions",
        (
            USERNAME,
            Field("min", FieldKind.NUMBER, minimum=1, limits_by_service=True, example=100),
            Field("max", FieldKind.NUMBER, minimum=1, limits_by_service=True, example=150),
            Field("posts", FieldKind.NUMBER, minimum=0, maximum=1_000, example=10),
            Field("old_posts", FieldKind.NUMBER, required=False, minimum=0, maximum=1_000, example=5),
            Field("delay", FieldKind.CHOICE, choices=DELAYS),
            Field("expiry", FieldKind.DATE, required=False),
        ),
        PricedBy.POSTS,
        names=("subscription",),
    ),
    OrderType(
        "web_traffic",
        (
            LINK,
            QUANTITY,
            Field("country", FieldKind.COUNTRY, suggestions=COUNTRIES),
            Field("device", FieldKind.CHOICE, choices=("1", "2", "3", "4", "5")),
            Field("type_of_traffic", FieldKind.CHOICE, choices=("1", "2", "3")),
            Field("google_keyword", FieldKind.TEXT, only_if=("type_of_traffic", "1")),
            Field("referring_url", FieldKind.LINK, only_if=("type_of_traffic", "2")),
        ),
        PricedBy.QUANTITY,
    ),
)

TYPES: dict[str, OrderType] = {order_type.key: order_type for order_type in _TYPES}


def _folded(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


_BY_NAME = {_folded(name): order_type for order_type in _TYPES for name in (order_type.key, *order_type.names)}


def is_paid_by_posts(type_key: str) -> bool:
    order_type = TYPES.get(type_key)
    return order_type is not None and order_type.priced_by is PricedBy.POSTS


def type_named(raw: str | None) -> OrderType | None:
    """The type that a panel means; no name at all means Default, a name that nobody knows means None."""
    if raw is None or not raw.strip():
        return TYPES["default"]
    return _BY_NAME.get(_folded(raw))
