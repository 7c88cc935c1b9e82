"""Every field that a line of the log is given may be written: another one is dropped, and missed at night."""

import ast

from bot.logs import ALLOWED
from tests.gates.source import ROOMS_AND_SANDBOX, place, python_files, tree

LOUDNESS = {"debug", "info", "warning", "error", "critical", "exception"}
HOW = {"exc_info", "stack_info"}  # it is said, and no field


def test_no_line_of_the_log_has_a_field_that_is_dropped() -> None:
    lines = [
        (path, call)
        for path in python_files(*ROOMS_AND_SANDBOX)
        if not str(path).count("/sandbox/")
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call) and _is_line(call)
    ]
    dropped = [
        f"{place(path, call.lineno)} {field.arg}"
        for path, call in lines
        for field in call.keywords
        if field.arg is not None and field.arg not in ALLOWED | HOW
    ]
    assert len(lines) > 50
    assert dropped == []


def _is_line(call: ast.Call) -> bool:
    said = call.func
    return (
        isinstance(said, ast.Attribute) and said.attr in LOUDNESS and getattr(said.value, "id", "") == "log"
    )
