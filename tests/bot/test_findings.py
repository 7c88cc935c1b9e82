"""What `doctor` says of rules, windows, zones and terms that were right once."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import update

from bot.findings import all_findings
from models import CalendarSpan, Child, Person, Plan, RoleGrant
from models.codes import PlanKind, SpanKind
from models.database import Database
from services.profile import Profile
from tests.world import NOW, School


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DEFAULT_LOCALE", "en")


async def sentences(database: Database, profile: Profile, *, good: bool) -> list[str]:
    async with database.reading() as session:
        found = await all_findings(session, now=NOW, profile=profile)
    return [one.sentence for one in found if one.good is good]


@pytest.mark.db
async def test_what_has_become_wrong_is_named_by_number(
    database: Database, school: School, profile: Profile
) -> None:
    never = {"v": 1, "kind": "offset", "base": "2026-11-20", "days": -1}
    rules: tuple[dict[str, Any], ...] = ({"v": 9}, never, {"v": 1, "kind": "monthly", "day": 3})
    async with database.transaction() as session:
        session.add_all(
            Plan(child_id=school.child_id, kind=kind, rule=rule)
            for kind, rule in zip(PlanKind, rules, strict=True)
        )
        await session.exec(update(Child).values(reach=[{"days": [9]}]))
        await session.exec(update(Person).values(timezone="Mars/Olympus"))
        first, last = date(2026, 9, 1), date(2026, 12, 20)
        term = CalendarSpan(
            unit_id=school.school_id, kind=SpanKind.TERM, from_on=first, to_on=last, entered_at=NOW
        )
        session.add(term)
    wrong = await sentences(database, profile, good=False)
    assert [one for one in wrong if one.startswith("Reminder")] == [
        f"Reminder {n}: its own rule can't be read or has no date any more, so it never comes. "
        "Choose another on the child's card."
        for n in (1, 2)
    ]
    assert any(one.startswith(f"Child {school.child_id}: the hours") for one in wrong)
    assert any("Mars/Olympus doesn't exist (kept by 6)" in one for one in wrong)
    assert "稻香坪学校: the last term entered ends on 2026-12-20. Enter the next one under Calendar." in (
        await sentences(database, profile, good=True)
    )


async def test_a_ladder_that_has_become_empty_is_named(
    database: Database, school: School, profile: Profile
) -> None:
    assert not any("skips this step" in one for one in await sentences(database, profile, good=False))
    async with database.transaction() as session:
        await session.exec(update(RoleGrant).values(until_at=NOW))
    wrong = [one for one in await sentences(database, profile, good=False) if "skips this step" in one]
    assert {one.partition(":")[0] for one in wrong} >= {"稻香坪学校"}
    assert len(wrong) == len(profile.ladder.steps)


async def test_where_nothing_is_wrong_there_is_not_a_word(
    database: Database, school: School, profile: Profile
) -> None:
    said = [*await sentences(database, profile, good=True), *await sentences(database, profile, good=False)]
    assert not any(word in one for one in said for word in ("Reminder", "zone", "term"))
