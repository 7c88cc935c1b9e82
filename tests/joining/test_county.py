"""A school doesn't choose who watches it."""

import pytest
from sqlmodel import select

from models import RoleGrant
from models.codes import Role
from models.database import Database
from services.errors import CareError
from services.joining import dating
from tests.joining.links import start_of
from tests.joining.test_family import FATHER
from tests.phones import Room
from tests.world import COUNTY, HEAD, NOW, School, actor_of


async def test_a_school_can_neither_end_nor_confirm_a_county_post(
    room: Room, school: School, database: Database
) -> None:
    head = room.phone(HEAD)
    actor = await actor_of(database, HEAD)
    async with database.reading() as session:
        county = select(RoleGrant.id).where(RoleGrant.role == Role.COUNTY_OFFICER)
        grant_id = (await session.exec(county)).one() or 0
    async with database.transaction() as session:
        with pytest.raises(CareError, match=r"school\.county_post"):
            await dating.end_post(session, now=NOW, actor=actor, place_id=school.school_id, grant_id=grant_id)
    await head.send("🏫 学校")
    await head.press("✉️")
    await head.press("🏛️")
    newcomer = room.phone(FATHER)
    await newcomer.send(start_of(head))
    await newcomer.send("陆清明")
    waiting = room.phone(COUNTY).last.buttons
    accept = next(press for label, press in waiting.items() if "✅" in label)
    await head.press_data(accept)
    assert "没有您可以查看" in head.last.text
    assert not (await actor_of(database, FATHER)).roles
