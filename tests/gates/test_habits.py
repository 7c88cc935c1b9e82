"""What was said twice in review: who may commit, and who may speak."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gates.source import ROOT, place, python_files, tree

CJK = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
PRODUCT = "相伴"  # a name, not a sentence: the command line may say it
LABEL = re.compile(r"留守|left[- ]behind", re.IGNORECASE)
SENTENCE = re.compile(r"[A-Za-z]+[ ][a-z]+")
SPEAKING = {"answer", "reply", "send_message", "edit_text", "edit_caption", "answer_photo", "answer_document"}
SEEN = (".po", ".html", ".js", ".py", ".css", ".yaml")


def _calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _strings(node: ast.AST) -> Iterator[ast.Constant]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part


def test_services_never_commit() -> None:
    found = [
        place(path, call.lineno)
        for path in python_files("services")
        for call in _calls(path)
        if _method(call) in {"commit", "rollback"}
    ]
    assert found == []


@pytest.mark.parametrize("room", ["bot", "handlers", "scheduler", "delivery", "services"])
def test_chinese_stands_only_in_the_catalogues(room: str) -> None:
    found = [
        place(path, constant.lineno)
        for path in python_files(room)
        if "demo" not in path.relative_to(ROOT).parts  # the invented school has Chinese names
        for constant in _strings(tree(path))
        if CJK.search(str(constant.value).replace(PRODUCT, "")) and not _is_docstring(path, constant)
    ]
    assert found == []


def _is_docstring(path: Path, constant: ast.Constant) -> bool:
    return any(isinstance(node, ast.Expr) and node.value is constant for node in ast.walk(tree(path)))


def test_handlers_answer_with_words_from_the_catalogues() -> None:
    found = [
        f"{place(path, constant.lineno)} {constant.value!r}"
        for path in python_files("handlers")
        for call in _calls(path)
        if _method(call) in SPEAKING
        for given in (*call.args, *(keyword.value for keyword in call.keywords))
        for constant in _strings(given)
        if SENTENCE.search(str(constant.value))
    ]
    assert found == []


def test_no_child_is_labelled_where_anyone_sees_it() -> None:
    found = [
        str(path.relative_to(ROOT))
        for room in ("locales", "views", "documents", "handlers", "sandbox", "profiles")
        for path in sorted((ROOT / room).rglob("*"))
        if path.suffix in SEEN and LABEL.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_files_are_text_that_ends_in_a_line() -> None:
    ends = {path: path.read_bytes()[-1:] for path in python_files() if path.stat().st_size}
    assert [str(path.relative_to(ROOT)) for path, end in ends.items() if end != b"\n"] == []
