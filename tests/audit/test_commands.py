"""`python -m bot audit …` as an operator types it, and what somebody elsewhere is told each day."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.audit_copy import teller
from bot.preparing import open_database
from bot.settings import Settings
from models.database import Database
from scheduler import jobs
from services.audit import heads
from tests.audit.test_chain import append
from tests.commands import run, settings_of
from tests.phones import Room
from tests.ways.servers import Hook, Mail
from tests.world import NOW, build_school


def fill(folder: Path, count: int, *, at: datetime = NOW, school: bool = False) -> None:
    async def build() -> None:
        async with open_database(settings_of(folder)) as database:
            await append(database, count, at=at)
            if school:
                async with database.transaction() as session:
                    await build_school(session, now=at)

    asyncio.run(build())


def alter(folder: Path, *statements: str) -> None:
    """By hand, past our triggers."""
    with closing(sqlite3.connect(folder / "sandbox.sqlite3")) as file, file:
        for statement in ("DROP TRIGGER audit_entry_stays", "DROP TRIGGER audit_entry_sealed", *statements):
            file.execute(statement)


def test_sound_then_altered(tmp_path: Path) -> None:
    fill(tmp_path, 5)
    before = run(tmp_path, "audit", "verify")
    assert (before.exit_code, before.stdout[:9]) == (0, "0 entries")
    head = run(tmp_path, "audit", "head")
    assert head.stdout.startswith("#5 ")
    told = tmp_path / "told.txt"
    told.write_text(f"my notebook, Tuesday: {head.stdout}", encoding="utf-8")
    sound = run(tmp_path, "audit", "verify", "--told", str(told))
    assert (sound.exit_code, sound.stdout.split(";")[0]) == (0, "5 entries, each as it was written")
    alter(tmp_path, "UPDATE audit_entry SET allowed = NOT allowed WHERE place = 3")
    found = run(tmp_path, "audit", "verify")
    assert found.exit_code == 1
    assert found.stdout.startswith("Entry 3 (#3)")


def test_a_chain_written_anew_is_seen_by_who_was_told(tmp_path: Path) -> None:
    fill(tmp_path, 4)
    told = tmp_path / "told.txt"
    told.write_text(run(tmp_path, "audit", "head").stdout, encoding="utf-8")
    alter(tmp_path, "UPDATE audit_entry SET place = NULL, digest = NULL, subject_id = 7")
    assert run(tmp_path, "audit", "head").exit_code == 0
    assert run(tmp_path, "audit", "verify").exit_code == 0
    found = run(tmp_path, "audit", "verify", "--told", str(told))
    assert (found.exit_code, "told elsewhere" in found.stdout) == (1, True)


def test_what_was_told_must_be_readable(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    for path in (empty, tmp_path / "nowhere.txt"):
        found = run(tmp_path, "audit", "verify", "--told", str(path))
        assert (found.exit_code, found.stderr.count("\n")) == (2, 1)


def test_told_by_hand(tmp_path: Path, mail: Mail) -> None:
    fill(tmp_path, 3)
    told = run(tmp_path, "audit", "tell", AUDIT_COPY=mail.url())
    assert told.exit_code == 0, told.stderr
    (letter,) = mail.letters
    head = run(tmp_path, "audit", "head").stdout.strip()
    assert head in letter.get_content()
    for address in ("", "file://x", mail.url(password="wrong")):
        refused = run(tmp_path, "audit", "tell", AUDIT_COPY=address)
        assert (refused.exit_code, refused.stderr.startswith("AUDIT_COPY: ")) == (2, True), address


async def test_somebody_elsewhere_is_told_once_a_day_until_they_have_it(
    room: Room, database: Database, hook: Hook, tmp_path: Path
) -> None:
    tell = teller(Settings(audit_copy=hook.url, secret_key_file=tmp_path / "key", _env_file=None))
    await append(database, 3)
    await jobs.seal_audit(database)
    hook.status = 500
    await jobs.tell_audit(database, room.clock, tell)
    hook.status = 200
    for _ in range(3):
        await jobs.tell_audit(database, room.clock, tell)
    assert len(hook.asked) == 2
    room.clock.at += timedelta(days=1)
    await jobs.tell_audit(database, room.clock, tell)
    assert len(hook.asked) == 3
    async with database.reading() as session:
        last = await heads.find_last_told(session)
    assert last is not None
    assert all(f"#{last.place} {last.digest}" in one["message"] for one in hook.asked[1:])


def test_in_a_sandbox_that_is_ahead_the_doctor_goes_by_its_clock(tmp_path: Path) -> None:
    fill(tmp_path, 1, at=datetime(2126, 1, 1, tzinfo=UTC), school=True)
    seen = run(tmp_path, "doctor")
    assert "nobody is its" not in seen.stdout
