"""Support tickets: how a customer opens one, and how those who help see it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.orders import Order
from bot.core.policy import ShopPolicy
from bot.core.tickets import Ticket, TicketCard, TicketMessage, TicketState, TicketTopic
from bot.ui.callbacks import OpenAdminOrder, OpenCustomer, ShowMenu, StopTyping
from bot.ui.desk_callbacks import (
    AnswerTicket,
    ChooseTicketOrder,
    ChooseTopic,
    CloseOwnTicket,
    CloseTicket,
    OpenTicket,
    OpenTickets,
    ReopenTicket,
    ShowTicketPictures,
    WriteToTicket,
)
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import BUTTON_COLUMNS, PAGE_SIZE, Row, button, keyboard, page_count, page_row
from bot.ui.screen import Screen
from bot.ui.screens.admin import back_row
from bot.ui.screens.orders import order_label
from bot.ui.staff_callbacks import StopAsking
from bot.ui.text import paragraphs, shorten

_SAID_LIMIT = 350  # of one message in a card


def support(t: Translator, policy: ShopPolicy, mine: TicketCard | None) -> Screen:
    """Topics to choose from, or the ticket that is open already."""
    contact = [t("support-elsewhere", contact=policy.support_contact)] if policy.support_contact else []
    menu = [button(t.plain("button-menu"), ShowMenu())]
    if mine is None:
        topics: list[Row] = [
            [button(t.plain(f"topic-{topic.value}"), ChooseTopic(topic=topic))] for topic in TicketTopic
        ]
        return Screen("\n\n".join((t("support-ask"), *contact)), keyboard(*topics, menu))
    ticket = mine.ticket
    lines: list[str] = [t("support-open", number=str(ticket.id), topic=topic_name(t, ticket.topic))]
    lines += _said(t, mine, t.plain("support-you"), t.plain("support-us"))
    return Screen(
        "\n\n".join([*lines, *contact]),
        keyboard(
            [button(t.plain("button-ticket-write"), WriteToTicket(ticket_id=ticket.id))],
            [button(t.plain("button-ticket-done"), CloseOwnTicket(ticket_id=ticket.id))],
            menu,
        ),
    )


def which_order(t: Translator, topic: TicketTopic, orders: Sequence[Order]) -> Screen:
    rows: list[Row] = [
        [button(order_label(t, order), ChooseTicketOrder(topic=topic, order_id=order.id))] for order in orders
    ]
    none = button(t.plain("button-no-order"), ChooseTicketOrder(topic=topic, order_id=0))
    return Screen(t("support-which-order"), keyboard(*rows, [none]))


def write(t: Translator, topic: TicketTopic, order_id: int | None) -> Screen:
    about = t.plain("support-about-order", order=str(order_id)) if order_id else topic_name(t, topic)
    return Screen(t("support-write", about=about), keyboard([button(t.plain("button-cancel"), StopTyping())]))


def write_on(t: Translator, ticket: Ticket) -> Screen:
    return Screen(
        t("support-write-on", number=str(ticket.id)), keyboard([button(t.plain("button-cancel"), StopTyping())])
    )


def wants_words(t: Translator) -> Screen:
    return Screen(t("support-wants-words"), keyboard([button(t.plain("button-cancel"), StopTyping())]))


def taken(t: Translator, ticket: Ticket, *, first: bool) -> Screen:
    """It has reached us."""
    key = "support-taken" if first else "support-added"
    done = button(t.plain("button-ticket-done"), CloseOwnTicket(ticket_id=ticket.id))
    return Screen(t(key, number=str(ticket.id)), keyboard([done]) if first else None)


def closed(t: Translator, ticket: Ticket) -> Screen:
    """To the customer who closed it."""
    return Screen(
        t("support-closed", number=str(ticket.id)),
        keyboard(
            [button(t.plain("button-ticket-again"), WriteToTicket(ticket_id=ticket.id))],
            [button(t.plain("button-menu"), ShowMenu())],
        ),
    )


def listed(t: Translator, tickets: Sequence[tuple[Ticket, str]], page: int, total: int, *, closed: bool) -> Screen:
    """For those who help: open ones with the longest waiting on top, or closed ones, newest first."""
    other = OpenTickets(closed=not closed)
    key = "closed" if closed else "open"
    return Screen(
        t(f"tickets-{key}", count=total) if total else t(f"tickets-none-{key}"),
        keyboard(
            *([button(_label(t, ticket, name), OpenTicket(ticket_id=ticket.id))] for ticket, name in tickets),
            page_row(t, page, page_count(total, PAGE_SIZE), lambda turned: OpenTickets(closed=closed, page=turned)),
            [button(t.plain("button-tickets-open" if closed else "button-tickets-closed"), other)],
            back_row(t),
        ),
    )


def card(t: Translator, shown: TicketCard) -> Screen:
    ticket = shown.ticket
    opened = ticket.state is TicketState.OPEN
    lines: list[str] = [
        "\n".join(
            (
                t("ticket-title", number=str(ticket.id), topic=topic_name(t, ticket.topic)),
                t("ticket-customer", name=shorten(shown.customer_name, 60), id=str(ticket.customer_id)),
                t(f"ticket-{_standing(ticket)}", date=t.moment(ticket.updated_at)),
            )
        ),
        *_said(t, shown, shorten(shown.customer_name, 40), t.plain("ticket-we")),
    ]
    number = ticket.id
    pictures = any(message.photo_id for message in shown.messages)
    return Screen(
        "\n\n".join(lines),
        keyboard(
            [
                button(t.plain("button-reply"), AnswerTicket(ticket_id=number)),
                button(t.plain("button-close"), CloseTicket(ticket_id=number))
                if opened
                else button(t.plain("button-reopen"), ReopenTicket(ticket_id=number)),
            ],
            [button(t.plain("button-pictures"), ShowTicketPictures(ticket_id=number))] if pictures else (),
            [
                *(
                    [button(t.plain("button-open-order", order=str(ticket.order_id)), _order(ticket.order_id))]
                    if ticket.order_id
                    else ()
                ),
                button(t.plain("button-customer"), OpenCustomer(customer_id=ticket.customer_id)),
            ],
            [button(t.plain("button-back"), OpenTickets(closed=not opened))],
        ),
    )


def ask_answer(t: Translator, shown: TicketCard) -> Screen:
    return Screen(
        t("ticket-ask-answer", number=str(shown.ticket.id), name=shorten(shown.customer_name, 60)),
        keyboard([button(t.plain("button-cancel"), StopAsking())]),
    )


def answered(t: Translator, ticket: Ticket) -> Screen:
    return Screen(
        t("ticket-answered", number=str(ticket.id)),
        keyboard(
            [
                button(t.plain("button-close"), CloseTicket(ticket_id=ticket.id)),
                button(t.plain("button-ticket", number=str(ticket.id)), OpenTicket(ticket_id=ticket.id)),
            ]
        ),
    )


def picture(t: Translator, message: TicketMessage) -> Screen:
    """The words under a picture that is shown again."""
    lines = [t("ticket-picture", number=str(message.ticket_id), date=t.moment(message.at))]
    if message.text:
        lines.append(t("ticket-said", text=paragraphs(message.text, 800)))
    return Screen("\n".join(lines))


def topic_name(t: Translator, topic: TicketTopic) -> str:
    return t.plain(f"topic-{topic.value}")


def _order(order_id: int) -> OpenAdminOrder:
    return OpenAdminOrder(order_id=order_id)


def _said(t: Translator, shown: TicketCard, customer: str, us: str) -> list[Html]:
    """Who said what and when, as far as it fits."""
    lines = []
    if shown.said > len(shown.messages):
        lines.append(t("ticket-earlier", count=str(shown.said - len(shown.messages))))
    for message in shown.messages:
        text = paragraphs(message.text, _SAID_LIMIT)
        lines.append(
            t(
                "ticket-line",
                who=customer if message.admin_id is None else us,
                time=t.moment(message.at),
                text=(f"🖼 {text}" if message.photo_id else text).strip(),
            )
        )
    return lines


def _standing(ticket: Ticket) -> str:
    if ticket.state is TicketState.CLOSED:
        return "closed"
    return "waits" if ticket.awaits_answer else "answered-last"


def _label(t: Translator, ticket: Ticket, name: str) -> str:
    """`● #5 · Anna · Payment`; the dot: an answer is awaited."""
    mark = "● " if ticket.state is TicketState.OPEN and ticket.awaits_answer else ""
    return shorten(f"{mark}#{ticket.id} · {shorten(name, 16)} · {topic_name(t, ticket.topic)}", BUTTON_COLUMNS)
