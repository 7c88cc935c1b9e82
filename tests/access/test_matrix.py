"""Every role and kin × each relation to a child × every action × every door, against a table of its own.

The table below was written from what the school promises, not from the policy; what it doesn't name is
denied. A role, a kin or an action that the code has and the table doesn't know turns this red.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlmodel import func, select

from models import AuditEntry
from models.codes import Kin, Role, UnitKind
from models.database import Database, Session
from services.access import service as access
from services.access.queries import find_child
from services.access.rules import POLICY, Action
from services.access.service import Denied, Granted
from services.access.types import ChildRef
from services.people.actor import Actor
from services.people.queries import load_actor
from tests.access.people import World, build
from tests.world import NOW

ASKED_OF_A_CHILD = {
    Action.SEE_CHILD: "teacher class_teacher subject_teacher administrator safeguarding "
    "village_director family",
    Action.CORRECT_CHILD: "teacher class_teacher administrator",
    Action.REGISTER_CHILD: "teacher class_teacher administrator",
    Action.IMPORT_SHEET: "teacher class_teacher administrator",
    Action.LET_GO: "class_teacher administrator",
    Action.MOVE_CLASS: "class_teacher administrator",
    Action.INVITE_FAMILY: "teacher class_teacher administrator",
    Action.WRITE_NOTE: "teacher class_teacher subject_teacher administrator",
    Action.READ_NOTES: "teacher class_teacher administrator safeguarding",
    Action.TELL_CONTACT: "teacher class_teacher administrator legal",
    Action.TELL_LETTER: "teacher class_teacher administrator",
    Action.SET_RHYTHM: "teacher class_teacher administrator",
    Action.SEE_RHYTHM: "teacher class_teacher administrator legal",
    Action.KEEP_RELATIONS: "class_teacher administrator safeguarding",
    Action.BAR_RELATION: "class_teacher administrator safeguarding",
    Action.FREEZE_CHILD: "class_teacher administrator safeguarding",
    Action.SEE_CARD: "teacher class_teacher administrator safeguarding family",
    Action.SEE_ADDRESS: "teacher class_teacher administrator safeguarding family",
    Action.KEEP_CARD: "teacher class_teacher administrator",
    Action.FIND_BY_PHONE: "teacher class_teacher administrator safeguarding",
    Action.SEE_READERS: "administrator legal",
    Action.REPORT_FROM_HOME: "family",
    Action.RAISE_CASE: "teacher class_teacher subject_teacher administrator safeguarding village_director "
    "township_supervisor county_officer colleague",
}
# Asked of a school, a case, a note, a link, a phone: whoever asks them of a child is turned away.
ASKED_OF_A_SCHOOL = {
    Action.SEE_SCHOOL, Action.ADD_CLASS, Action.INVITE_STAFF, Action.END_POST, Action.KEEP_CALENDAR,
    Action.KEEP_PRACTICE, Action.KEEP_ROSTER,
}  # fmt: skip
ASKED_OF_A_COUNTY = {Action.SEE_COUNTY, Action.END_COUNTY_POST, Action.FOUND_SCHOOL, Action.INVITE_OFFICER}
ASKED_OF_OTHER_THINGS = {
    Action.OWN_CARD,
    Action.OWN_NOTE, Action.REPORT_CASE, Action.OPEN_CASE, Action.TAKE_CASE, Action.TELL_CASE,
    Action.CLOSE_CASE, Action.KEEP_CASE, Action.READ_CASE_FILE, Action.RELEASE_CASE, Action.ANSWER_HOME,
    Action.WRITE_CASE_PAPER, Action.EXPORT_CASE, Action.LINK_SIBLING, Action.LEAVE_OUT,
    Action.OPEN_WORDS, Action.KEEP_WORDS, Action.FINISH_TASK, Action.ANSWER_DUTY_CHECK,
    Action.OWN_DUTY, Action.ANSWER_DUTY,
    Action.TAKE_LESSON, Action.RAISE_PRACTICE, Action.CHOOSE_EVENING, Action.ANSWER_CONSENT, Action.TRY_PIN,
    Action.SET_PIN, Action.RESET_PIN,
    Action.SEE_PHONES, Action.SEE_PHONE, Action.LOSE_PHONE, Action.INVITE_BACK, Action.OPEN_INVITATION,
    Action.JOIN, Action.DECIDE_JOIN, Action.ASK_CORRECT, Action.ASK_DELETE, Action.ASK_OTHER,
    Action.TAKE_HOLDINGS, Action.LIST_REQUESTS, Action.OPEN_REQUEST, Action.GRANT_REQUEST,
    Action.REFUSE_REQUEST, Action.ANSWER_PURPOSE, Action.RECORD_CHILD, Action.SEE_ADMISSION,
}  # fmt: skip
GROUPS = {"family": "mother father carer guardian", "legal": "mother father guardian"}
OF_THE_SCHOOL = {"teacher", "class_teacher", "subject_teacher", "administrator", "safeguarding"}


def expected(who: str, relation: str, action: Action, *, frozen: bool = False) -> bool:
    """What the table says; `frozen`: while the parents are in dispute."""
    allowed = ASKED_OF_A_CHILD.get(action, _of_a_place(action)).split()
    named = {one for name in allowed for one in GROUPS.get(name, name).split()}
    if relation == "other_school" and (who == "county_officer" or action in ASKED_OF_A_COUNTY):
        return who in named  # the other school lies in the same county
    if relation == "other_class":
        return who in OF_THE_SCHOOL and "colleague" in named
    is_family = who in GROUPS["family"].split()
    is_shut = frozen and is_family and action is not Action.REPORT_FROM_HOME
    return who in named and relation == "own" and not is_shut


def _of_a_place(action: Action) -> str:
    if action in ASKED_OF_A_COUNTY:
        return "county_officer"
    return "administrator" if action in ASKED_OF_A_SCHOOL else ""


@pytest.fixture
async def world(database: Database) -> World:
    async with database.transaction() as session:
        return await build(session)


def test_the_table_knows_everything_that_the_code_knows(world: World) -> None:
    assert (
        {*ASKED_OF_A_CHILD, *ASKED_OF_A_SCHOOL, *ASKED_OF_A_COUNTY, *ASKED_OF_OTHER_THINGS}
        == set(Action)
        == set(POLICY)
    )
    assert {one.who for one in world.people} == {*Role, *Kin, "guardian", "stranger"}


def cases(world: World) -> Iterator[tuple[str, str, int, bool]]:
    for one in world.people:
        yield one.who, one.relation, one.telegram_id, False
        if one.relation in ("own", "none"):
            yield one.who, one.relation, one.telegram_id, True


async def test_no_door_opens_to_anybody_else(database: Database, world: World) -> None:
    """Doors: the child's own, the button that leads there, and what is sent to somebody unasked."""
    breaches, asked = [], 0
    persons = {one.telegram_id: one.person_id for one in world.people}
    async with database.transaction() as session:
        children = {False: await find_child(session, child_id=world.child_id)}
        children[True] = await find_child(session, child_id=world.frozen_id)
        for who, relation, telegram_id, frozen in cases(world):
            actor = await load_actor(session, now=NOW, telegram_id=telegram_id, locale_hint="zh_CN")
            opened = _Opened(session, actor, persons[telegram_id], children[frozen])
            for action in Action:
                wanted = expected(who, relation, action, frozen=frozen)
                doors = await opened.doors(action)
                asked += len(doors)
                wrong = [door for door, is_open in doors.items() if is_open is not wanted]
                breaches += [(who, relation, action.value, door, frozen) for door in wrong]
        written = (await session.exec(select(func.count()).select_from(AuditEntry))).one()
    assert breaches == []
    assert asked >= 3000
    assert written == len(list(cases(world))) * len(Action)  # a decision is written down, a look isn't


@dataclass(frozen=True)
class _Opened:
    """Which doors open to one actor, for one child."""

    session: Session
    actor: Actor
    person_id: int
    child: ChildRef | None

    async def doors(self, action: Action) -> dict[str, bool]:
        child = self.child
        assert child is not None
        said = await access.decide(
            self.session, now=NOW, actor=self.actor, action=action, child_id=child.child_id
        )
        found = {"child": isinstance(said, Granted)}
        if action in ASKED_OF_A_CHILD:
            found["shown"] = await access.may(
                self.session, now=NOW, actor=self.actor, action=action, child=child
            )
            found["sent"] = await access.may_hear(
                self.session, now=NOW, person_id=self.person_id, action=action, child=child
            )
        return found


async def test_a_class_and_a_school_open_to_their_own(database: Database, world: World) -> None:
    breaches = []
    here = world.here.units
    async with database.transaction() as session:
        for one in world.people:
            actor = await load_actor(session, now=NOW, telegram_id=one.telegram_id, locale_hint="zh_CN")
            for action in Action:
                in_class = await access.open_class(
                    session, now=NOW, actor=actor, action=action, class_id=here[UnitKind.CLASS]
                )
                at_school = await access.decide_school(
                    session, now=NOW, actor=actor, action=action, school_id=here[UnitKind.SCHOOL]
                )
                if isinstance(in_class, list) and not _of_class(one.who, one.relation, action):
                    breaches.append((one.who, one.relation, action.value, "class"))
                if not isinstance(at_school, Denied) and not _of_school(one.who, one.relation, action):
                    breaches.append((one.who, one.relation, action.value, "school"))
    assert breaches == []


def _of_class(who: str, relation: str, action: Action) -> bool:
    return who in {*OF_THE_SCHOOL, "county_officer"} and expected(who, relation, action)


def _of_school(who: str, relation: str, action: Action) -> bool:
    """Asked of the whole school, a class's teacher is a colleague like any other."""
    if who == "county_officer":
        return expected(who, relation, action)
    if who not in OF_THE_SCHOOL or relation not in ("own", "other_class"):
        return False
    is_of_all = who in ("administrator", "safeguarding") and expected(who, relation, action)
    return is_of_all or action is Action.RAISE_CASE


async def test_lists_hold_only_whom_the_door_shows(database: Database, world: World) -> None:
    async with database.transaction() as session:
        for one in world.people:
            actor = await load_actor(session, now=NOW, telegram_id=one.telegram_id, locale_hint="zh_CN")
            own = await access.list_own_children(session, now=NOW, actor=actor)
            village = await access.list_village_children(session, now=NOW, actor=actor)
            listed = {child.child_id for child in (*own, *village)} & {world.child_id, world.frozen_id}
            is_family = one.who in GROUPS["family"].split() and one.relation == "own"
            is_director = one.who == "village_director" and one.relation == "own"
            assert (world.child_id in listed) is (is_family or is_director), one
            assert (world.frozen_id in listed) is is_director, one
