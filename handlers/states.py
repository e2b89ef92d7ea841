"""What somebody is typing. Everything else is in the buttons and in the database."""

from __future__ import annotations

from aiogram.fsm.state import State, StatesGroup


class OrderSteps(StatesGroup):
    """data: service_id, answers, field (the one that is asked for now)."""

    answering = State()


class DripFeedSteps(StatesGroup):
    """data: quote_id, service_id, runs (once it was answered)."""

    answering = State()


class BroadcastSteps(StatesGroup):
    content = State()


class SupportSteps(StatesGroup):
    """data: topic, order_id; once it is open: ticket_id."""

    writing = State()


class TicketSteps(StatesGroup):
    """One's who helps; data: ticket_id."""

    answer = State()


class ReviewSteps(StatesGroup):
    """data: order_id."""

    provider_order_id = State()


class TopUpSteps(StatesGroup):
    """data: method; for the proof of a transfer invoice_id."""

    amount = State()
    proof = State()


class TransferSteps(StatesGroup):
    """An admin's; data: invoice_id."""

    amount = State()


class StaffSteps(StatesGroup):
    """An admin's; data: what (is asked for), and of whom or what; or the command whose words are asked for."""

    typing = State()
    command = State()


class MassSteps(StatesGroup):
    lines = State()
