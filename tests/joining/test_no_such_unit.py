"""A role for a place that isn't there, or isn't of its kind, is refused, and nothing has changed."""

import pytest
from sqlmodel import col, func, select

from models import AuditEntry, Invitation, RoleGrant
from models.codes import Role
from services.access.service import Denied
from services.joining import service as joining
from tests.phones import Room
from tests.world import HEAD, NOW, School, actor_of
from views.school import InviteRole, InviteTeacher

NOWHERE = 9_999


async def counted(room: Room) -> tuple[int, int]:
    async with room.database.reading() as session:
        links = (await session.exec(select(func.count()).select_from(Invitation))).one()
        grants = (await session.exec(select(func.count()).select_from(RoleGrant))).one()
    return links, grants


@pytest.mark.parametrize("role", Role)
async def test_a_role_for_a_unit_that_does_not_exist(room: Room, school: School, role: Role) -> None:
    before, head = await counted(room), await actor_of(room.database, HEAD)
    async with room.database.transaction() as session:
        link = await joining.invite_staff(
            session, now=NOW, actor=head, profile=room.profile, role=role, unit_id=NOWHERE, county_name=None
        )
        assert isinstance(link, Denied), link
        newest = select(AuditEntry.allowed).order_by(col(AuditEntry.id).desc()).limit(1)
        assert (await session.exec(newest)).one() is False
    assert await counted(room) == before


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SAFEGUARDING, Role.VOLUNTEER])
async def test_a_schools_role_for_a_class_and_the_other_way_round(
    room: Room, school: School, role: Role
) -> None:
    before, head = await counted(room), room.phone(HEAD)
    await head.press_data(InviteRole(school_id=school.class_id, role=role).pack())
    await head.press_data(InviteRole(school_id=NOWHERE, role=role).pack())
    await head.press_data(InviteTeacher(class_id=school.school_id, role=Role.TEACHER).pack())
    await head.press_data(InviteTeacher(class_id=NOWHERE, role=Role.CLASS_TEACHER).pack())
    assert not any("?start=" in text for text in head.texts)
    assert await counted(room) == before
