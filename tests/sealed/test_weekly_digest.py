"""The week's digest is the same with and without a case, whatever the case makes somebody read."""

from datetime import timedelta

import pytest

from models import Relation
from models.codes import Kin, Role
from models.database import Database
from services.profile import Profile
from tests.alerts import story
from tests.databases import Postgres, Sqlite
from tests.digest.story import NIGHT, add_children, look, tick
from tests.phones import Room
from tests.world import DEPUTY, HEAD, NOW, TEACHER, School, build_school

AUNT, VICE = 110, 120
DAY = timedelta(days=1)


async def live(database: Database, profile: Profile, *, group: str, reporter: int, with_case: bool) -> Room:
    async with database.transaction() as session:
        school = await build_school(session, now=NOW)
    for who, name in ((AUNT, "吴小姑"), (VICE, "白副校")):
        person_id = await story.add_staff(database, who, name, Role.ADMINISTRATOR, school.school_id)
        if who == AUNT:
            await story.make_kin(database, school, person_id)
    async with Room.open(database, profile, NOW) as room:
        files = await read_as_always(database, school)
        if with_case:
            await story.report(room, group, reporter)
            await room.later(minutes=30)
            await room.phone(HEAD).press_data("case:1")
            for n in range(6):  # the child's file and a brother's, each night
                for who in (reporter, HEAD) if group == story.FAMILY else (reporter,):
                    await look(database, who, files, NIGHT + n * DAY)
        await tick(room)
    return room


async def read_as_always(database: Database, school: School) -> list[int]:
    """A little below each rule by those who will read for the case, and above one by somebody else."""
    others = await add_children(database, school.class_id, 29)
    for who in (DEPUTY, HEAD):
        await look(database, who, [school.child_id], NOW - 3 * DAY)  # a habit makes no line of later looks
        await look(database, who, others, NOW + DAY)
        await look(database, who, others[:4], NIGHT)
    await look(database, VICE, list(range(900, 907)), NIGHT, allowed=False)
    await look(database, TEACHER, list(range(900, 907)), NIGHT, allowed=False)
    [brother] = await add_children(database, school.other_class_id, 1)
    async with database.transaction() as session:
        session.add(Relation(child_id=brother, kin=Kin.MOTHER, person_id=school.mother_id, from_at=NOW))
    return [school.child_id, brother]


def heard(room: Room) -> dict[int, list[str]]:
    return {who: [text for text in room.phone(who).texts if "不太一样" in text] for who in (HEAD, AUNT, VICE)}


@pytest.mark.parametrize(
    ("group", "reporter"), [(story.FAMILY, DEPUTY), (story.FAMILY, TEACHER), (story.SCHOOL, DEPUTY)]
)
async def test_no_administrator_can_tell_from_it(
    databases: Sqlite | Postgres, profile: Profile, group: str, reporter: int
) -> None:
    found = []
    for with_case in (True, False):
        async with databases.fresh() as database:
            room = await live(database, profile, group=group, reporter=reporter, with_case=with_case)
            found.append(heard(room))
    assert found[0] == found[1]
    assert "许一诺" in found[0][AUNT][0]
    assert not any("沈知夏" in text for texts in found[0].values() for text in texts)
