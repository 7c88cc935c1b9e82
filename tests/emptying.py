"""Put a PostgreSQL database back to what it held when it was made, for the next test to use.

CREATE DATABASE takes longer than most tests; to delete a few rows and bring others back takes a tenth of it.
"""

import io
from dataclasses import dataclass

import asyncpg

MUCH = 4_000_000  # bytes of tables more than at first: whoever filled them has them to itself

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
SIZE = "SELECT sum(pg_table_size(tablename::regclass)) FROM pg_tables WHERE schemaname = 'public'"
SHAPE = """
SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
    SELECT concat_ws(' ', attrelid::regclass, attname, atttypid, attnotnull) AS part
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat(pg_get_triggerdef(oid), tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'measured', tablename, attname) FROM pg_stats WHERE schemaname = 'public'
) AS parts
"""
EMPTY = """
DO $$ DECLARE name text; is_full bool; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO is_full;
        IF is_full THEN EXECUTE format('DELETE FROM %I', name); END IF;
    END LOOP;
END $$
"""
COUNTED = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"


@dataclass(frozen=True)
class Contents:
    """The rows of every table that has any, how far its sequences have counted, and its shape."""

    rows: dict[str, bytes]
    counted: dict[str, int | None]
    shape: str
    size: int

    @classmethod
    async def of(cls, database: asyncpg.Connection) -> "Contents":
        rows = {}
        for (name,) in await database.fetch(TABLES):
            if await database.fetchval(f'SELECT EXISTS (SELECT FROM "{name}")'):  # noqa: S608
                into = io.BytesIO()
                await database.copy_from_table(name, output=into)
                rows[name] = into.getvalue()
        counted = dict(await database.fetch(COUNTED))
        return cls(rows, counted, await database.fetchval(SHAPE), await database.fetchval(SIZE))

    async def bring_back(self, database: asyncpg.Connection) -> bool:
        """Whether it could be: nobody has changed its tables, or filled them beyond measure."""
        if await database.fetchval(SHAPE) != self.shape:
            return False
        if await database.fetchval(SIZE) > self.size + MUCH:
            return False
        async with database.transaction():
            await database.execute(
                "SET LOCAL session_replication_role = replica"
            )  # no trigger, no foreign key
            await database.execute(EMPTY)
            for name, rows in self.rows.items():
                await database.copy_to_table(name, source=io.BytesIO(rows))
            for name, value in await database.fetch(COUNTED):
                if value != self.counted[name]:
                    before = self.counted[name]
                    await database.execute("SELECT setval($1, $2, $3)", name, before or 1, before is not None)
        return True
