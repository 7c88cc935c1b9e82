"""Every table has an end, or a reason why it has none."""

from sqlmodel import SQLModel

from services import profile as profiles
from services.profile import Kind
from services.profile.retention import AFTER
from services.retention.tables import ENDINGS, KEPT

TABLES = SQLModel.metadata.tables
ENDED = {kind: SQLModel.metadata.tables[str(ending.table.__tablename__)] for kind, ending in ENDINGS.items()}


def test_no_table_is_forgotten_and_none_stands_twice() -> None:
    assert sorted([*KEPT, *(table.name for table in ENDED.values())]) == sorted(TABLES)
    assert all(KEPT.values())


def test_every_kind_of_the_profile_has_its_table() -> None:
    assert set(ENDINGS) == set(Kind) == set(AFTER)


def test_a_row_that_goes_is_named_by_no_other() -> None:
    gone = {ENDED[kind].name for kind, ending in ENDINGS.items() if ending.empties is None}
    named = {key.column.table.name for table in TABLES.values() for key in table.foreign_keys}
    assert gone & named == set()


def test_what_is_emptied_is_every_word_in_the_row() -> None:
    for kind, ending in ENDINGS.items():
        secret = {column.name for column in ENDED[kind].columns if "SecretText" in repr(column.type)}
        if ending.empties is not None:
            assert secret <= set(ending.empties), kind


def test_cases_never_end_by_machine() -> None:
    assert {"care_case", "case_event", "case_exclusion", "audit_entry", "incident"} <= set(KEPT)


def test_no_length_is_called_checked_that_nobody_has_checked() -> None:
    for code in ("CN", "MD"):
        assert not any(period.verified for period in profiles.load(code).retention)
