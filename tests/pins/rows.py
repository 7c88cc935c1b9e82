"""Everything that stands in the database, but what a refusal may write."""

from sqlmodel import SQLModel

from models.database import Database

UNTRACED = {"inbox_update", "audit_entry", "conversation", "account"}
Rows = dict[str, set[tuple[str, ...]]]


async def rows(database: Database) -> Rows:
    found: Rows = {}
    async with database.reading() as session:
        connection = await session.connection()
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in UNTRACED:
                kept = await connection.execute(table.select())
                found[table.name] = {tuple(str(value) for value in row) for row in kept}
    return found
