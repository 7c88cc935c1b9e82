"""What the gates read: our own Python files, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("bot", "handlers", "scheduler", "delivery", "views", "documents", "services", "models", "locales")
ROOMS_AND_SANDBOX = (*ROOMS, "sandbox")

_ELSEWHERE = {".venv", "var", "mutants", ".git"}


def _is_ours(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return not _ELSEWHERE.intersection(parts) and parts[:3] != ("models", "migrations", "versions")


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Return our Python files below `folders` (the whole project when none is named)."""
    found = (path for folder in folders or (".",) for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(path for path in found if _is_ours(path)))


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield each function and method of a file, nested ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def place(path: Path, line: int) -> str:
    """Return `folder/file.py:line`, as editors open it."""
    return f"{path.relative_to(ROOT)}:{line}"
