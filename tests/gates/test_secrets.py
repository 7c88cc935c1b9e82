"""What could hold a person's words is encrypted, and no error quotes it.

A new column of plain text fails here until somebody has said in one word what is in it. A narrative, a phone
number, an address or a number of somebody's papers is no answer: that is a `SecretText`.
"""

import ast
import importlib

from aiogram.filters.callback_data import CallbackData
from pydantic import BaseModel
from sqlalchemy import JSON, Enum, LargeBinary, String
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from models.base import SecretText
from tests.gates.source import ROOMS_AND_SANDBOX, ROOT, place, python_files, tree

PLAIN = {
    "account.locale": "code",
    "audit_entry.action": "code",
    "audit_entry.digest": "hash",
    "audit_entry.subject": "code",
    "audit_head.digest": "hash",
    "care_case.key_name": "hash",
    "care_case.ladder": "codes",
    "care_case.named_before": "codes",
    "care_case.released_keys": "hash",
    "care_case.number": "number",
    "care_case.situation": "code",
    "case_document.digest": "hash",
    "case_document.suffix": "code",
    "child.name": "name",
    "child.reach": "hours",
    "consent.purpose": "code",
    "consent.version": "code",
    "contact.month": "month",
    "contact.reason": "code",
    "conversation.key": "ids",
    "conversation.state": "code",
    "duty_check.week": "week",
    "fading_message.month": "month",
    "incident.kind": "code",
    "invitation.joined_name": "name",
    "invitation.token_hash": "hash",
    "lesson_result.known": "codes",
    "lesson_result.version": "code",
    "note.tags": "codes",
    "notification.dedup_key": "ids",
    "notification.params": "ids",
    "other_way.scheme": "code",
    "person.evening": "hour",
    "person.name": "name",
    "person.shift": "hours",
    "person.timezone": "zone",
    "plan.rule": "dates",
    "purge.kind": "code",
    "relation.grants": "codes",
    "task.dedup_key": "ids",
    "unit.area_code": "office",
    "unit.clinic_phone": "office",
    "unit.name": "name",
    "unit.station_phone": "office",
    "unit.timezone": "zone",
}
WORDS = (
    "number", "code", "codes", "name", "hash", "ids", "hour", "hours", "month", "week", "zone", "dates",
    "office",
)  # fmt: skip


def test_every_column_of_plain_text_says_what_is_in_it() -> None:
    plain = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, String | AutoString | JSON) and not isinstance(column.type, Enum)
    }
    assert sorted(plain) == sorted(PLAIN)
    assert set(PLAIN.values()) == set(WORDS)


def test_every_column_of_bytes_is_a_secret() -> None:
    columns = [column for table in SQLModel.metadata.tables.values() for column in table.columns]
    assert [str(column) for column in columns if isinstance(column.type, LargeBinary)] == []
    assert any(isinstance(column.type, SecretText) for column in columns)


def test_no_error_of_the_database_quotes_what_it_was_given() -> None:
    engines = [
        (path, call)
        for path in python_files(*ROOMS_AND_SANDBOX)
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", getattr(call.func, "attr", ""))
        in {"create_engine", "create_async_engine"}
    ]
    quoting = [place(path, call.lineno) for path, call in engines if not _hides(call)]
    assert engines
    assert quoting == []


def _hides(call: ast.Call) -> bool:
    given = {keyword.arg: keyword.value for keyword in call.keywords}.get("hide_parameters")
    return isinstance(given, ast.Constant) and given.value is True


def test_no_error_of_a_model_quotes_what_it_was_given() -> None:
    """Tables don't validate and buttons hold ids and codes: neither has words to quote."""
    for path in python_files(*ROOMS_AND_SANDBOX):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if not name.endswith(("__main__", ".env")):
            importlib.import_module(name)
    ours = [one for one in _below(BaseModel) if one.__module__.split(".")[0] in ROOMS_AND_SANDBOX]
    assert len(ours) > 20
    assert [
        f"{one.__module__}.{one.__name__}"
        for one in ours
        if not issubclass(one, SQLModel | CallbackData) and not one.model_config.get("hide_input_in_errors")
    ] == []


def _below(model: type[BaseModel]) -> set[type[BaseModel]]:
    return {found for one in model.__subclasses__() for found in (one, *_below(one))}
