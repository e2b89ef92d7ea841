"""Screens: what they say, and that whatever a stranger named a thing they stay within Telegram's limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from typing import get_args

import pytest

from bot.core.aftercare import AftercareRequest, RequestKind, RequestState
from bot.core.catalog import Catalogue, Category, OfferedService, Service, SyncReport
from bot.core.customers import Customer
from bot.core.errors import InputError, InsufficientFundsError, LinkBusyError, NotOnSaleError, ShopError
from bot.core.ledger import LedgerProof, PostingKind, StatementLine, WalletBalance
from bot.core.order_types import INTERVAL, RUNS, TYPES, RateUnit
from bot.core.orders import Order, OrderEvent, OrderState, Quote
from bot.core.policy import ShopPolicy
from bot.core.ports import AdminAction
from bot.core.pricing import Markup, MarkupScope
from bot.core.provider import ErrorKind, OrderKind
from bot.core.roles import Right
from bot.core.services.admin import AdminOrderCard, CustomerCard, ProviderCard
from bot.core.services.markups import MarkupPreview, PriceExample
from bot.core.services.reading import OrderCard
from bot.core.staff_ports import CustomerNote
from bot.ui.i18n import Translator, Translators
from bot.ui.screen import MAX_TEXT, Screen
from bot.ui.screens import (
    actions,
    admin,
    catalog,
    desk,
    failures,
    menu,
    orders,
    people,
    providers,
    questions,
    quote,
    review,
    shelf,
    tickets,
    topup,
    wallet,
)
from bot.ui.staff_callbacks import DeskSection, TypedCommand
from bot.ui.text import utf16_length, width

AT = datetime(2025, 11, 20, 19, 6, tzinfo=UTC)
TODAY = date(2025, 11, 20)
TRANSLATORS = Translators()
LANGUAGES = TRANSLATORS.locales

NAMES = [
    "Followers",
    "<b>Bold</b> & <a href='x'>link</a> </code>",
    "x" * 300,
    "متابعين انستقرام " * 20,
    "\u202eevil\u202c\u2066\u200f",
    "👨\u200d👩\u200d👧" * 100,
    "e" + "\u0301" * 300,
    "line\nbreak\ttab\x00",
    "",
    "{ $name } { -term }",
]


def service(name: str = "Followers", kind: str = "default", **changes: object) -> Service:
    unit = RateUnit.PER_ORDER if kind in ("package", "custom_comments_package") else RateUnit.PER_1000
    made = Service(
        id=7,
        provider="main",
        provider_service_id="55",
        category_id=3,
        name=name,
        type=kind,
        type_raw=kind,
        rate=Decimal("0.90"),
        rate_unit=unit,
        min=100,
        max=10_000,
        refill=True,
        cancel=True,
        dripfeed=True,
        position=1,
        published=True,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def offer(name: str = "Followers", kind: str = "default", **changes: object) -> OfferedService:
    return OfferedService(service(name, kind, **changes), 1_170_000)


def catalogue(name: str, services: int = 1) -> Catalogue:
    offers = [OfferedService(service(name, id=number, position=number), 1_170_000) for number in range(1, services + 1)]
    return Catalogue.build([Category(3, name, 1, True)], offers)


def quoted(fields: dict[str, str] | None = None, quantity: int = 1_000) -> Quote:
    answers = fields if fields is not None else {"link": "https://example.com/?a=1&b=<x>", "quantity": "1000"}
    expires = AT + timedelta(minutes=10)
    return Quote(1, 5, 7, answers, quantity, 1_170_000, 900_000, "USD", Decimal("0.9"), "open", AT, expires)


def ordered(name: str = "Followers", state: OrderState = OrderState.IN_PROGRESS, **changes: object) -> Order:
    made = Order(
        id=12,
        customer_id=5,
        quote_id=1,
        service_id=7,
        service_name=name,
        provider="main",
        provider_service_id="55",
        type="default",
        fields={"link": "https://example.com/?a=1&b=<x>", "quantity": "1000"},
        quantity=1_000,
        charge_micros=1_170_000,
        cost_micros=900_000,
        currency="USD",
        state=state,
        version=1,
        created_at=AT,
        updated_at=AT,
        provider_order_id="p-1",
        remains=250,
        start_count=3_200,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def whole_card(order: Order) -> OrderCard:
    requests = [
        AftercareRequest(2, 12, RequestKind.CANCEL, RequestState.PENDING, 1, AT, AT),
        AftercareRequest(1, 12, RequestKind.REFILL, RequestState.SENDING, 1, AT, AT),
    ]
    return OrderCard(order, True, True, True, True, requests)


def admin_card(order: Order, name: str) -> AdminOrderCard:
    who = Customer(5, name, name, "en", None, AT)
    events = [OrderEvent(12, AT, "unknown", {"raw": name * 20, "kind": "x"}) for _ in range(40)]
    return AdminOrderCard(order, who, events, service(name))


def action(kind: str, amount: int = 10_000_000, **facts: object) -> AdminAction:
    params = {
        "customer_id": 5,
        "amount_micros": amount,
        "note": "<note>",
        "balance_micros": 0,
        "old": "30",
        "new": "40",
        "scope": None,
        "subject_id": 7,
        "ids": [1, 2],
        "on": True,
        "order_id": 12,
        "before_micros": 1,
        "charge_micros": 2,
        **facts,
    }
    return AdminAction(3, 9, kind, params, "open", AT)


def every_screen(t: Translator, name: str) -> Iterator[Screen]:
    policy = ShopPolicy(terms_version=name, terms_url="https://example.com/terms", support_contact="@help")
    who = Customer(5, name, name, "en", None, AT, banned_at=AT, unreachable_at=AT)
    order = ordered(name)
    unknown = ordered(name, OrderState.UNKNOWN, refusal_raw=name * 10, refusal_kind=ErrorKind.UNLISTED)
    shelf_rows = [(Category(number, name, number, False), 3, number % 4) for number in range(1, 30)]
    yield menu.menu(t, name, is_admin=True)
    yield menu.terms_to_accept(t, policy)
    yield menu.terms(t, policy)
    yield menu.terms(t, ShopPolicy())
    yield menu.help_screen(t, policy)
    yield tickets.support(t, policy, None)
    yield topup.payment_support(t, ShopPolicy(), [])
    yield menu.privacy(t, policy)
    yield menu.languages(t, TRANSLATORS)
    yield menu.words(t, "unknown-command")
    yield catalog.categories(t, catalogue(name), away=True)
    yield catalog.categories(t, Catalogue())
    yield catalog.services(t, Category(3, name, 1, True), catalogue(name, 20).by_category[3], "USD", 1)
    yield catalog.found(t, name, list(catalogue(name, 21).offers.values()), "USD")
    yield catalog.found(t, name, [], "USD")
    yield catalog.card(t, offer(name, description=name * 30), catalogue(name), "USD")
    yield catalog.card(t, offer(name), catalogue(name), "USD", is_available=False)
    yield catalog.gone(t)
    for kind in TYPES.values():
        answers: dict[str, str] = {}
        for field in kind.fields:
            yield questions.ask(t, service(name, kind.key), field, answers, TODAY, name)
            answers[field.name] = field.choices[0] if field.choices else "1"
        yield quote.quote(
            t, quoted(answers), service(name, kind.key), WalletBalance(1), active=order, why="quote-expired"
        )
        yield orders.card(t, whole_card(ordered(name, type=kind.key, fields=answers)))
    for field in (RUNS, INTERVAL):
        yield questions.ask_drip_feed(t, service(name), field, None)
    yield quote.dropped(t)
    for state in OrderState:
        yield orders.card(t, whole_card(ordered(name, state, refunded_micros=5, refusal_kind=ErrorKind.INVALID_LINK)))
    yield orders.listed(t, [order] * 8, 1, 100)
    yield orders.listed(t, [], 0, 0)
    lines = [
        StatementLine(AT, kind, -1_170_000, 1, 12 if kind is PostingKind.HOLD else None, name) for kind in PostingKind
    ]
    yield wallet.balance(t, WalletBalance(1, 2, 3), lines, "USD")
    yield wallet.balance(t, WalletBalance(), [], "USD")
    yield wallet.top_up(t, policy, 5)
    yield wallet.top_up(t, ShopPolicy(), 5)
    yield desk.menu(t, frozenset(Right), with_guide=True)
    for section in DeskSection:
        yield desk.section(t, frozenset(Right), section)
    for command in get_args(TypedCommand):
        yield desk.asked(t, command)
    for command in ("credit", "debit", "customer", "markup", "order"):
        yield admin.usage(t, command)
    yield admin.sync_asked(t)
    notes = [CustomerNote(9, AT, name)] * 5
    own = Markup(MarkupScope.CUSTOMER, 5, Decimal("-2.5"), below_cost=True)
    yield people.customer(
        t, CustomerCard(who, WalletBalance(1, 2), [order] * 5, notes, 5, 10, own), "USD", frozenset(Right)
    )
    yield people.customer(t, CustomerCard(who, WalletBalance(), [], [], 0, 0, None), "USD", frozenset())
    for kind_of_action, amount in (("credit", 1), ("debit", -1)):
        yield actions.adjustment_preview(t, action(kind_of_action, amount), who, "USD")
        yield actions.done(t, action(kind_of_action, amount), "USD")
        yield actions.dropped(t, action(kind_of_action, amount), "USD")
    for scope in (None, *MarkupScope):
        changed = action("markup", scope=scope, name=name)
        yield actions.markup_preview(
            t, MarkupPreview(changed, (PriceExample(name, 5, 4, 3),), 7, scope is not None), "USD"
        )
        yield actions.done(t, changed, "USD")
        if scope:
            yield actions.done(t, action("markup", scope=scope, name=name, new=None), "USD")
    for kind_of_action in ("order-refund", "message", "publish"):
        yield actions.done(t, action(kind_of_action, name=name), "USD")
    yield actions.refund_preview(t, action("order-refund", service_name=name), "USD")
    yield actions.message_preview(t, action("message", name=name, text=name))
    yield admin.ledger(t, LedgerProof(1, 2, 3))
    yield admin.ledger(t, LedgerProof(1, 2, 3, (name * 20,) * 20))
    yield shelf.categories(t, shelf_rows, 1)
    yield shelf.categories(t, [], 0)
    yield shelf.category(t, Category(3, name, 1, False), [service(name, id=number) for number in range(1, 20)], 1)
    yield shelf.everything(t, shelf_rows, on=True)
    yield shelf.everything(t, shelf_rows, on=False)
    sync = SyncReport("main", 10, 1, 2, 3)
    card = ProviderCard(name, False, Decimal("12.5"), "EUR", AT, name, sync, AT, 10, 3)
    yield providers.providers(t, [card] * 12)
    yield providers.providers(t, [replace(card, available=True, last_sync=replace(sync, problem=name))])
    yield providers.providers(t, [])
    yield review.unknown_orders(t, [unknown] * 100)
    yield review.unknown_orders(t, [])
    yield review.order(t, admin_card(unknown, name))
    yield review.order(t, admin_card(order, name))
    yield review.asked_for_id(t, 12)
    yield review.sure_to_refuse(t, admin_card(unknown, name), learn=True)
    yield review.sure_to_send_again(t, admin_card(unknown, name))
    for how in ("attached", "refused", "sent"):
        yield review.decided(t, 12, how)


class _Balanced(HTMLParser):
    """Raises on a tag that Telegram does not know, or that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("b", "i", "code", "pre"), tag
        assert not attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def assert_fits(screen: Screen) -> None:
    assert screen.text.strip()
    assert utf16_length(screen.text) <= MAX_TEXT
    parser = _Balanced()
    parser.feed(screen.text)
    parser.close()
    assert parser.open == []
    assert "\u202e" not in screen.text
    assert not re.search(r"\{\$|\{-|\?\?\?", screen.text)  # what Fluent leaves where a fact is missing
    rows = screen.keyboard.inline_keyboard if screen.keyboard else []
    assert sum(len(row) for row in rows) <= 100
    for button in (button for row in rows for button in row):
        assert button.text.strip()
        assert utf16_length(button.text) <= 120
        assert "\n" not in button.text
        assert button.url or len((button.callback_data or "").encode()) in range(1, 65)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name[:12]))
def test_whatever_its_name_every_screen_fits(language: str, name: str) -> None:
    t = TRANSLATORS.of(language)
    for screen in every_screen(t, name):
        assert_fits(screen)
        assert not re.search(r"^[a-z]+(-[a-z]+)+$", screen.text, re.MULTILINE), screen.text


@pytest.fixture
def t() -> Translator:
    return TRANSLATORS.of("en")


def labels(screen: Screen) -> list[str]:
    return [button.text for row in screen.keyboard.inline_keyboard for button in row] if screen.keyboard else []


def test_the_price_stays_in_sight(t: Translator) -> None:
    screen = catalog.services(t, Category(3, "Likes", 1, True), [offer("very long name " * 20)], "USD")
    label = labels(screen)[0]
    assert label.endswith("… · 1.17 USD")
    assert width(label) <= 38


def test_a_card_tells_price_and_limits(t: Translator) -> None:
    screen = catalog.card(t, offer(), catalogue("Followers"), "USD")
    assert "Price of 1000: <b>1.17 USD</b>" in screen.text
    assert "Min 100 · max 10000" in screen.text
    assert labels(screen) == ["Order", "Back", "☆ Remember"]


def test_a_package_is_priced_by_the_order(t: Translator) -> None:
    screen = catalog.card(t, offer(kind="package"), Catalogue(), "USD")
    assert "Price of one order" in screen.text
    assert "Min" not in screen.text


def test_what_cannot_be_bought_now_has_no_order_button(t: Translator) -> None:
    screen = catalog.card(t, offer(), catalogue("Followers"), "USD", is_available=False)
    assert "Not available now" in screen.text
    assert labels(screen) == ["Back", "☆ Remember"]


def test_back_from_a_card_leads_to_its_page(t: Translator) -> None:
    shelf_of_20 = catalogue("Followers", 20)
    screen = catalog.card(t, shelf_of_20.offers[17], shelf_of_20, "USD")
    assert screen.keyboard is not None
    assert screen.keyboard.inline_keyboard[-1][0].callback_data == "category:3:2"


def test_pages_lead_round(t: Translator) -> None:
    screen = catalog.services(t, Category(3, "x", 1, True), catalogue("x", 20).by_category[3], "USD", 99)
    assert "3 / 3" in labels(screen)
    assert screen.keyboard is not None
    assert screen.keyboard.inline_keyboard[-2][2].callback_data == "category:3:0"


def test_a_quote_names_everything_that_is_paid_for(t: Translator) -> None:
    screen = quote.quote(t, quoted(), service(), WalletBalance(10_000_000))
    assert "https://example.com/?a=1&amp;b=&lt;x&gt;" in screen.text
    assert "Quantity: 1000" in screen.text
    assert "Total: 1.17 USD" in screen.text
    assert "8.83 USD" in screen.text
    assert "19:16 UTC" in screen.text
    assert labels(screen) == ["Confirm", "Cancel", "Drip-feed"]


def test_a_drip_feed_is_made_plain(t: Translator) -> None:
    fields = {"link": "https://example.com", "quantity": "1000", "runs": "5", "interval": "60"}
    screen = quote.quote(t, quoted(fields, 5_000), service(), WalletBalance(10_000_000))
    assert "5 × 1000, every 60 minutes" in screen.text
    assert "Quantity in all: 5000" in screen.text
    assert "All at once, no drip-feed" in labels(screen)


def test_a_list_is_named_by_its_count_and_how_it_begins(t: Translator) -> None:
    fields = {"link": "https://example.com", "comments": "a, <b>\n" + "long " * 20 + "\nc\nd"}
    screen = quote.quote(t, quoted(fields, 4), service(kind="custom_comments"), WalletBalance(10_000_000))
    assert "Comments: 4 lines (a, &lt;b&gt; · long long long long… · c · …)" in screen.text


def test_choices_are_named_in_words(t: Translator) -> None:
    fields = {"link": "https://example.com", "quantity": "100", "country": "US", "device": "3", "type_of_traffic": "2"}
    screen = quote.quote(t, quoted(fields), service(kind="web_traffic"), WalletBalance(10_000_000))
    assert "🇺🇸 United States" in screen.text
    typed = quote.quote(t, quoted({**fields, "country": "Japan"}), service(kind="web_traffic"), WalletBalance(0))
    assert "Country: Japan" in typed.text
    assert "iPhone and iPad" in screen.text
    assert "Another site" in screen.text


def test_a_short_wallet_is_told_before_confirming(t: Translator) -> None:
    screen = quote.quote(t, quoted(), service(), WalletBalance(1_000_000), active=ordered())
    assert "0.17 USD is missing" in screen.text
    assert "#12" in screen.text
    assert labels(screen) == ["Confirm", "Cancel", "Drip-feed", "Top up"]


def test_an_order_shows_how_far_it_is(t: Translator) -> None:
    screen = orders.card(t, OrderCard(ordered(), can_refresh=True))
    assert "Order #12</b> · ⏳ In progress" in screen.text
    assert "▰▰▰▰▰▰▰▱▱▱ 75%" in screen.text
    assert "Remains: 250" in screen.text
    assert "Start count: 3200" in screen.text
    assert labels(screen) == ["Refresh", "📦 My orders"]


@pytest.mark.parametrize(("remains", "shown"), [(-2, "100%"), (5_000, "0%"), (0, "100%")])
def test_remains_of_any_size_make_no_nonsense(t: Translator, remains: int, shown: str) -> None:
    screen = orders.card(t, OrderCard(ordered(remains=remains)))
    assert shown in screen.text
    assert f"Remains: {max(remains, 0)}" in screen.text


def test_what_is_offered_is_on_the_card(t: Translator) -> None:
    assert labels(orders.card(t, whole_card(ordered()))) == [
        "Refresh",
        "Refill",
        "Cancel",
        "Order again",
        "📦 My orders",
    ]


def test_being_checked_is_said_with_the_money(t: Translator) -> None:
    screen = orders.card(t, OrderCard(ordered(state=OrderState.UNKNOWN, remains=None)))
    assert "Being checked" in screen.text
    assert "1.17 USD are held" in screen.text


def test_a_refusal_has_its_reason_and_the_money(t: Translator) -> None:
    refused = ordered(state=OrderState.REJECTED, refusal_kind=ErrorKind.INVALID_LINK, refusal_raw="secret panel text")
    screen = orders.card(t, OrderCard(refused))
    assert "did not accept this link" in screen.text
    assert "1.17 USD are back" in screen.text
    assert "secret panel text" not in screen.text


def test_a_subscription_and_a_drip_feed_show_their_parts(t: Translator) -> None:
    fields = {"username": "a", "min": "1", "max": "2", "posts": "10", "delay": "0"}
    subscription = ordered(
        type="subscriptions",
        fields=fields,
        remote_kind=OrderKind.SUBSCRIPTION,
        posts_done=3,
        child_orders=("1", "2"),
    )
    text = orders.card(t, OrderCard(subscription)).text
    assert "Posts served: 3 of 10" in text
    both = replace(subscription, fields={**fields, "old_posts": "5"})
    assert "Posts served: 3 of 15" in orders.card(t, OrderCard(both)).text
    held = quote.quote(t, quoted(fields, 1_500), service(kind="subscriptions"), WalletBalance(10_000_000))
    assert "comes back to your wallet at the end" in held.text
    assert "Orders started: 2" in text
    dripping = ordered(fields={"link": "x", "quantity": "10", "runs": "5", "interval": "60"}, runs_done=2)
    assert "Portions delivered: 2 of 5" in orders.card(t, OrderCard(dripping)).text


def test_a_package_has_no_count(t: Translator) -> None:
    package = ordered(type="package", fields={"link": "https://example.com"}, quantity=1, remains=1)
    shown = orders.card(t, OrderCard(package)).text
    assert "Remains" not in shown
    assert "%" not in shown


def test_an_example_is_one_that_may_be_sent(t: Translator) -> None:
    for low, high, example in ((100, 10_000, 1_000), (1, 300, 300), (5_000, 9_000, 5_000)):
        small = service(kind="subscriptions", min=low, max=high)
        for name in ("quantity", "min"):
            field = next(field for kind in TYPES.values() for field in kind.fields if field.name == name)
            asked = questions.ask(t, small, field, {}, TODAY).text
            usual = example if name == "quantity" else max(low, 100)
            assert f"For example: <code>{usual}</code>" in asked, asked


def test_the_list_names_number_and_service(t: Translator) -> None:
    screen = orders.listed(t, [ordered("Followers", OrderState.COMPLETED)], 0, 1)
    assert labels(screen)[0] == "#12 · Followers ✅"


def test_a_statement_is_signed(t: Translator) -> None:
    lines = [StatementLine(AT, PostingKind.HOLD, -1_170_000, 8_830_000, 12, "")]
    screen = wallet.balance(t, WalletBalance(8_830_000, 1_170_000), lines, "USD")
    assert screen.text.startswith("<b>Available: 8.83 USD</b>")
    assert "−1.17 USD</b>  Order #12" in screen.text


def test_the_calendar_offers_days_to_come_alone(t: Translator) -> None:
    field = TYPES["subscriptions"].field("expiry")
    assert field is not None
    keyboard = questions.calendar_page(t, field, 2025, 11, TODAY)
    assert keyboard is not None
    days = [
        b.callback_data
        for row in keyboard.inline_keyboard
        for b in row
        if (b.callback_data or "").startswith("answer:")
    ]
    assert days[0] == "answer:expiry:21-11-2025"
    assert len(days) == 10
    back, _, forth = keyboard.inline_keyboard[0]
    assert back.callback_data == "month:expiry:2025:11"
    assert forth.callback_data == "month:expiry:2025:12"
    december = questions.calendar_page(t, field, 2025, 12, TODAY)
    assert december is not None
    assert december.inline_keyboard[0][2].callback_data == "month:expiry:2026:1"


@pytest.mark.parametrize(
    ("error", "words", "button"),
    [
        (InsufficientFundsError(missing_micros=170_000, available_micros=1_000_000), "0.17 USD is missing", "Top up"),
        (NotOnSaleError("service-gone"), "not for sale", "🛍 Catalog"),
        (LinkBusyError(order_id=12), "#12", "Order #12"),
        (InputError("number-out-of-range", typed=5, min=100, max=10_000), "from 100 to 10000", None),
        (InputError("not-a-number", typed="<b>1_000</b>"), "&lt;b&gt;1_000", None),
        (ShopError("never-heard-of"), "went wrong on our side", None),
    ],
)
def test_errors_in_words(t: Translator, error: ShopError, words: str, button: str | None) -> None:
    screen = failures.failure(t, error, "USD")
    assert words in screen.text
    assert labels(screen) == ([button] if button else [])
    assert "&lt;" not in failures.failure_toast(t, error, "USD")


def test_a_screen_is_never_too_long() -> None:
    assert_fits(Screen("<b>" + "🙂 &amp; <i>x</i>\n" * 2_000 + "</b>"))
