"""The keys of cases: copied with each backup, for a week, and never brought back once they were destroyed."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bot.age_files import read_recipients
from bot.case_key_copies import KEPT, write_copy
from bot.preparing import open_database
from bot.settings import Settings
from models import Case, Person, Unit
from models.case_keys import CaseKeys
from models.codes import UnitKind
from services.cases import sealing
from tests.audit.test_commands import fill
from tests.commands import run, settings_of

WORDS = "他说他不想回家。"


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """A database with two sealed cases, and where its backups go; what the environment says of them."""
    fill(tmp_path, 1)
    made = run(tmp_path, "backup-key", str(tmp_path / "private.txt"))
    public = made.stdout.strip().rsplit("BACKUP_RECIPIENT=")[1]
    asyncio.run(_seal_two(settings_of(tmp_path)))
    return {"BACKUP_DIR": str(tmp_path / "backups"), "BACKUP_RECIPIENT": public}


async def _seal_two(settings: Settings) -> None:
    now = datetime.now(UTC)
    async with open_database(settings) as database, database.transaction() as session:
        school = Unit(kind=UnitKind.SCHOOL, name="学校", timezone="Asia/Shanghai")
        person = Person(name="一位老师", timezone="Asia/Shanghai", created_at=now)
        session.add_all((school, person))
        await session.flush()
        for number in ("2026-AAAA", "2026-CCCC"):
            case = Case(
                number=number, school_id=school.id or 0, situation="R4", reporter_id=person.id or 0,
                raised_at=now,
            )  # fmt: skip
            session.add(case)
            sealing.seal(session, case, WORDS)


def _keys(folder: Path) -> list[str]:
    return sorted(path.stem for path in (folder / "case-keys").glob("*.key"))


def _copies(folder: Path) -> list[Path]:
    return sorted((folder / "backups" / "case-keys").glob("*.age"))


def test_a_copy_brings_the_missing_back(tmp_path: Path, place: dict[str, str]) -> None:
    before = _keys(tmp_path)
    assert len(before) == 2
    assert run(tmp_path, "backup", **place).exit_code == 0
    (copy,) = _copies(tmp_path)
    assert copy.stat().st_mode & 0o777 == 0o600
    (tmp_path / "case-keys" / f"{before[0]}.key").unlink()
    restored = run(tmp_path, "restore-case-keys", str(copy), "--key", str(tmp_path / "private.txt"))
    assert (restored.exit_code, restored.stderr) == (0, "")
    assert "1 keys were put back" in restored.stdout
    assert _keys(tmp_path) == before


def test_a_copy_brings_no_destroyed_key_back(tmp_path: Path, place: dict[str, str]) -> None:
    assert run(tmp_path, "backup", **place).exit_code == 0
    gone = asyncio.run(_release_one(settings_of(tmp_path)))
    (copy,) = _copies(tmp_path)
    restored = run(tmp_path, "restore-case-keys", str(copy), "--key", str(tmp_path / "private.txt"))
    assert "0 keys were put back; 1 belong" in restored.stdout
    assert gone not in _keys(tmp_path)


async def _release_one(settings: Settings) -> str:
    async with open_database(settings) as database, database.transaction() as session:
        case = (await session.exec(select(Case).where(Case.number == "2026-AAAA"))).one()
        case.released_at = datetime.now(UTC)
        assert sealing.destroy(session, case)
        return case.key_name or ""


def test_a_week_of_copies_is_kept(tmp_path: Path, place: dict[str, str]) -> None:
    settings = settings_of(tmp_path).model_copy(update={"backup_dir": tmp_path / "backups"})
    recipients = read_recipients(place["BACKUP_RECIPIENT"])
    for day in range(KEPT + 3):
        write_copy(settings, stamp=f"202611{day + 10}T000000Z", recipients=recipients)
    assert len(_copies(tmp_path)) == KEPT
    assert _copies(tmp_path)[-1].name == "case-keys-20261119T000000Z.tar.age"


def test_another_private_key_opens_nothing(tmp_path: Path, place: dict[str, str]) -> None:
    assert run(tmp_path, "backup", **place).exit_code == 0
    assert run(tmp_path, "backup-key", str(tmp_path / "other.txt")).exit_code == 0
    (copy,) = _copies(tmp_path)
    for path in (tmp_path / "case-keys").glob("*.key"):
        path.unlink()
    refused = run(tmp_path, "restore-case-keys", str(copy), "--key", str(tmp_path / "other.txt"))
    assert refused.exit_code == 2
    assert _keys(tmp_path) == []


def test_without_a_sealed_word_there_is_nothing_to_copy(tmp_path: Path) -> None:
    store = CaseKeys(tmp_path / "case-keys")
    assert store.find("0" * 32) is None
    settings = settings_of(tmp_path).model_copy(update={"backup_dir": tmp_path / "backups"})
    write_copy(settings, stamp="20261110T000000Z", recipients=[])
    assert _copies(tmp_path) == []
