"""Routing: pure decisions, no I/O, no clock, no randomness."""

from routing.agents import AgentState, Status
from routing.demand import Demand, Mode, Order, QueueRule, Select, Step
from routing.effects import Assign, Effect, Offer, SetTimer, Wait, Why
from routing.events import AgentChanged, Event, Left, QueueChanged, Queued, Refused, TimePassed
from routing.router import Router

__all__ = [
    "AgentChanged",
    "AgentState",
    "Assign",
    "Demand",
    "Effect",
    "Event",
    "Left",
    "Mode",
    "Offer",
    "Order",
    "QueueChanged",
    "QueueRule",
    "Queued",
    "Refused",
    "Router",
    "Select",
    "SetTimer",
    "Status",
    "Step",
    "TimePassed",
    "Wait",
    "Why",
]
