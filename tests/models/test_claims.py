"""Each claim steps along an index, however many rows stand beside those that are due.

The plans' and the notices' claims have their tests beside their subjects.
"""

from typing import Any

import pytest
from sqlalchemy import Select
from sqlmodel import col

from models import InboxUpdate
from models.database import Database
from services.alerts.queries import due_case
from services.casework.queries import due_clock
from services.checkins.word_queries import due_words
from services.fading.queries import due_rows
from services.inbox.service import waiting_rows
from tests.world import NOW

CLAIMS: dict[str, Select[Any]] = {
    "ix_family_words_due_at": due_words(NOW),
    "ix_care_case_escalate_at": due_case().params(now=NOW),
    "ix_case_clock_due_at": due_clock(NOW),
    "ix_fading_message_fades_at": due_rows(now=NOW, limit=10),
    "ix_inbox_update_handling_id": waiting_rows(col(InboxUpdate.id) > 7, limit=200),
}


@pytest.mark.db
@pytest.mark.parametrize("index", CLAIMS)
async def test_a_claim_walks_its_index(database: Database, index: str) -> None:
    async with database.engine.connect() as connection:
        said = CLAIMS[index].compile(connection.engine.sync_engine, compile_kwargs={"literal_binds": True})
        if not database.is_sqlite:
            await connection.exec_driver_sql("SET enable_seqscan = off")
        prefix = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
        plan = " ".join(str(row) for row in await connection.exec_driver_sql(f"{prefix}{said}"))
    assert index in plan
    assert "TEMP B-TREE" not in plan
