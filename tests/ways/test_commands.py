"""`python -m bot ways …` as an operator types it."""

import asyncio
from pathlib import Path

import pytest

from bot.findings import Finding, ways_findings
from bot.preparing import open_database
from models.database import Database
from services.profile import Profile
from services.ways import service as ways
from services.ways.types import Tried
from tests.commands import run, settings_of
from tests.ports import free_port
from tests.ways.doors import give_way
from tests.ways.servers import PASSWORD, Mail, mail_server
from tests.world import NOW, School, build_school


@pytest.fixture
def head_id(tmp_path: Path) -> int:
    """A school on the disk where the commands look for it; its head's number."""

    async def build() -> int:
        async with open_database(settings_of(tmp_path)) as database, database.transaction() as session:
            return (await build_school(session, now=NOW)).head_id

    return asyncio.run(build())


def test_added_from_standard_input_listed_tested_and_removed(
    tmp_path: Path, head_id: int, mail: Mail
) -> None:
    added = run(tmp_path, "ways", "add", str(head_id), "-", given=mail.url() + "\n")
    assert (added.exit_code, added.stderr) == (0, ""), added.stderr
    assert "#1 (mailto)" in added.stdout
    (letter,) = mail.letters
    assert "测试" in letter.get_content()  # in the head's language, not the operator's
    listed = run(tmp_path, "ways", "list")
    assert "#1 mailto, works" in listed.stdout
    assert f"{head_id} 🏫 School administrator (稻香坪学校): Telegram works" in listed.stdout
    tested = run(tmp_path, "ways", "test", str(head_id))
    assert tested.exit_code == 0
    assert len(mail.sources) == 2
    assert PASSWORD not in added.stdout + listed.stdout + tested.stdout
    assert run(tmp_path, "ways", "remove", "1").exit_code == 0
    again = run(tmp_path, "ways", "remove", "1")
    assert (again.exit_code, again.stderr.count("\n")) == (2, 1)


def test_one_that_fails_later_is_shown_by_list_and_by_the_doctor(tmp_path: Path, head_id: int) -> None:
    port = free_port()
    with mail_server(port) as mail:
        assert run(tmp_path, "ways", "add", str(head_id), mail.url()).exit_code == 0
    assert run(tmp_path, "doctor").exit_code == 0
    tested = run(tmp_path, "ways", "test", str(head_id))
    assert tested.exit_code == 1
    assert "nobody answered" in tested.stdout
    assert "#1 mailto, failing since 20" in run(tmp_path, "ways", "list").stdout
    doctor = run(tmp_path, "doctor")
    assert doctor.exit_code == 1
    assert "✗ Other way #1 (mailto) doesn't work" in doctor.stdout


def test_what_can_t_be_kept_is_one_sentence(tmp_path: Path, head_id: int, mail: Mail) -> None:
    for person, url, language, reason in (
        (head_id, mail.url(password="wr0ng"), "en_US.UTF-8", "refused"),
        (head_id, Mail(free_port()).url(), "zh_CN.UTF-8", "没有应答"),
        (head_id, "mailto://", "en_US.UTF-8", "can be read"),
        (head_id, "syslog://", "zh_CN.UTF-8", "不能用 syslog"),
        (9999, mail.url(), "en_US.UTF-8", "no role"),
    ):
        result = run(tmp_path, "ways", "add", str(person), url, LANG=language)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
        assert reason in result.stderr
        assert "wr0ng" not in result.stderr
    assert mail.sources == []


def test_help_is_at_hand(tmp_path: Path) -> None:
    assert {"list", "add", "remove", "test"} <= set(run(tmp_path, "ways", "--help").stdout.split())


async def test_the_doctor_counts_and_names_no_address(
    database: Database, school: School, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    way_id = await give_way(database, profile, school.head_id, "mailto://x")
    async with database.transaction() as session:
        found = await ways_findings(session, now=NOW, profile=profile)
        assert found == [Finding(True, "People on duty: 3; without another way than Telegram: 2.")]
        await ways.note_tried(session, now=NOW, tried=[Tried(way_id, has_worked=False)])
        counted, failing = await ways_findings(session, now=NOW, profile=profile)
    assert (counted.good, failing.good) == (True, False)
    assert "mailto" in failing.sentence
