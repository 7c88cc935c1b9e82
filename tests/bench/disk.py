"""What this disk asks for one commit: the context of every figure that writes."""

import sqlite3
import time
from pathlib import Path

from tests.bench.figures import Figure

COMMITS = 300


def commits(folder: Path) -> Figure:
    """Commit one small row at a time, with the journal and the care that the product sets."""
    database = sqlite3.connect(folder / "commits.sqlite3", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE one (n INTEGER)")
    began = time.perf_counter()
    for n in range(COMMITS):
        database.execute("INSERT INTO one VALUES (?)", (n,))
    seconds = time.perf_counter() - began
    database.close()
    return Figure("disk.bare_commits", COMMITS / seconds, "1/s")
