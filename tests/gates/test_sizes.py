"""Small by habit: no file and no function grows past what one can hold in mind."""

import pytest

from tests.gates.source import ROOMS_AND_SANDBOX, functions, place, python_files

LINES_OF_A_FILE = 250
LINES_OF_A_FUNCTION = 40


def test_no_file_is_too_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert [f"{place(path, n)}" for path, n in lengths.items() if n > LINES_OF_A_FILE] == []


def test_no_function_is_too_long() -> None:
    long = [
        f"{place(path, function.lineno)} {function.name}: {length} lines"
        for path in python_files()
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LINES_OF_A_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("room", ROOMS_AND_SANDBOX)
def test_every_return_is_annotated(room: str) -> None:
    bare = [
        f"{place(path, function.lineno)} {function.name}"
        for path in python_files(room)
        for function in functions(path)
        if function.returns is None
    ]
    assert bare == []
