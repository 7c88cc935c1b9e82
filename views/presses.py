"""Buttons that lead from one subject to another; nothing in a button grants anything."""

from aiogram.filters.callback_data import CallbackData


class OpenChild(CallbackData, prefix="child"):
    child_id: int


class InviteFamily(CallbackData, prefix="invite"):
    relation_id: int


class CheckIn(CallbackData, prefix="note"):
    child_id: int


class RaiseFor(CallbackData, prefix="raise"):
    """The red button beside a child."""

    child_id: int


class OpenCase(CallbackData, prefix="case"):
    case_id: int
