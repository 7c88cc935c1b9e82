"""Who opens a door has said so beforehand: each handler, each job, and nothing beside the one door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject

from handlers import routers
from handlers.behind import FLAG
from services.access.rules import Action

ROOT = Path(__file__).resolve().parents[2]
# A flood of guessed links, which post was ended or given a last day; each beside a decision of the door's.
MAY_WRITE_DOWN = {f"services/joining/{one}.py" for one in ("opening", "dating")}


def handlers_of(router: Router) -> Iterator[HandlerObject]:
    for observer in router.observers.values():
        yield from observer.handlers
    for below in router.sub_routers:
        yield from handlers_of(below)


HANDLERS = {
    f"{one.callback.__module__}.{one.callback.__name__}": one
    for router in routers.make()
    for one in handlers_of(router)
}


@pytest.mark.parametrize("name", sorted(HANDLERS))
def test_every_handler_declares_which_doors_it_opens(name: str) -> None:
    declared = HANDLERS[name].flags.get(FLAG)
    assert isinstance(declared, frozenset), f"{name} needs @behind(...)"
    assert declared <= set(Action)


def test_every_action_belongs_to_a_handler() -> None:
    declared = frozenset[Action]().union(*(one.flags[FLAG] for one in HANDLERS.values()))
    assert set(Action) - declared == set()


def test_jobs_open_no_door() -> None:
    """They have nobody before them: a transaction of theirs is `unattended`, and a door in it an accident."""
    for path in (ROOT / "scheduler").glob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)]
        opened = sum(node.attr == "transaction" for node in calls)
        assert opened == (1 if path.name == "unattended.py" else 0), path.name


def test_only_the_door_writes_down_who_came() -> None:
    """A batch of planning and the command line have nobody before them: they say so, with `actor=None`."""
    writers = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "services").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record" and _names_somebody(node)
    }
    assert writers - {"services/access/service.py"} == MAY_WRITE_DOWN


def _names_somebody(call: ast.Call) -> bool:
    actors = [one.value for one in call.keywords if one.arg == "actor"]
    return [ast.unparse(one) for one in actors] != ["None"]
