"""Alembic's door: it is handed a live connection and migrates within it."""

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel

import models
from models.base import SecretText

TABLES = models.__all__  # imported, so that the metadata knows every table


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    if kind == "type" and isinstance(item, SecretText):
        return "sa.LargeBinary()"
    if kind == "type" and type(item).__name__ == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
