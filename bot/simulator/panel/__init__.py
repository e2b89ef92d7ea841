"""A simulated API v2 provider: real HTTP, five dialects, a book to check against, faults to order."""

from bot.simulator.panel.catalogue import big_catalogue, demo_catalogue
from bot.simulator.panel.control import panel_control_routes
from bot.simulator.panel.dialects import Dialect
from bot.simulator.panel.faults import ANY, ArmedFault, Fault, FaultHit
from bot.simulator.panel.life import Pace
from bot.simulator.panel.orders import PanelCancel, PanelOrder, PanelRefill
from bot.simulator.panel.requests import PanelRequest
from bot.simulator.panel.services import TYPE_RULES, PanelService
from bot.simulator.panel.simulator import PanelSimulator

__all__ = [
    "ANY",
    "TYPE_RULES",
    "ArmedFault",
    "Dialect",
    "Fault",
    "FaultHit",
    "Pace",
    "PanelCancel",
    "PanelOrder",
    "PanelRefill",
    "PanelRequest",
    "PanelService",
    "PanelSimulator",
    "big_catalogue",
    "demo_catalogue",
    "panel_control_routes",
]
