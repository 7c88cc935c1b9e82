"""No table is forgotten when somebody asks what is held of them."""

from sqlmodel import SQLModel

import models
from services.privacy.export import GIVEN, KEPT


def test_every_table_is_given_or_kept_for_a_reason() -> None:
    assert models.Person.__tablename__ in GIVEN
    assert {*GIVEN, *KEPT} == set(SQLModel.metadata.tables)
    assert GIVEN.keys().isdisjoint(KEPT)
    assert all(KEPT.values())


def test_what_would_tell_of_a_case_is_kept() -> None:
    of_cases = {
        "care_case", "case_clock", "case_document", "case_entry", "case_event", "case_exclusion",
        "case_referral", "case_sibling", "statutory_report",
    }  # fmt: skip
    assert of_cases | {"audit_entry", "task", "notification", "sent_card"} <= set(KEPT)
