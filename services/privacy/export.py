"""Give a person what is held of them: every table is either given by its function, or kept for a reason.

A case leaves no trace here, for nobody: what is given depends on rows that no case writes.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from sqlmodel.ext.asyncio.session import AsyncSession

from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied
from services.people.actor import Actor
from services.privacy import held_of_children as of_children
from services.privacy import held_of_duty as of_duty
from services.privacy import held_of_oneself as of_oneself
from services.privacy.asker import Asker, find_asker
from services.privacy.types import Entry, Holdings, Section

Giver = Callable[[AsyncSession, Asker], Awaitable[list[Entry]]]

GIVEN: Mapping[str, Giver] = MappingProxyType(
    {
        "person": of_oneself.persons,
        "account": of_oneself.accounts,
        "role_grant": of_oneself.roles,
        "other_way": of_oneself.other_ways,
        "duty_check": of_oneself.duty_checks,
        "duty_turn": of_duty.turns,
        "duty_change": of_duty.changes,
        "duty_leave": of_duty.leaves,
        "second_person": of_duty.seconds,
        "lesson_result": of_oneself.lessons,
        "relation": of_children.relations,
        "child": of_children.children,
        "contact": of_children.months,
        "contact_detail": of_children.details,
        "plan": of_children.plans,
        "consent": of_children.consents,
        "family_words": of_oneself.words,
        "privacy_request": of_oneself.requests,
    }
)

KEPT: Mapping[str, str] = MappingProxyType(
    {
        "audit_entry": "a record of who did what protects others, and would tell of a case",
        "audit_head": "holds nobody's data",
        "calendar_span": "a school's, nobody's own",
        "care_case": "nobody learns of a case by asking what is held of them",
        "case_event": "nobody learns of a case by asking what is held of them",
        "case_clock": "nobody learns of a case by asking what is held of them",
        "case_document": "nobody learns of a case by asking what is held of them",
        "case_entry": "nobody learns of a case by asking what is held of them",
        "case_exclusion": "nobody learns of a case by asking what is held of them",
        "case_referral": "nobody learns of a case by asking what is held of them",
        "case_sibling": "nobody learns of a case by asking what is held of them",
        "class_observation": "the class's, written in the course of work",
        "conversation": "half-typed answers, emptied when they are given and gone within a day",
        "fading_message": "numbers of messages that stand in the chat itself",
        "inbox_update": "what was typed, until it is dealt with; gone within a day",
        "incident": "the operator's, about no single person",
        "installation": "holds nobody's data",
        "invitation": "spent, or somebody else's; its name is the person's by now",
        "lookup_key": "opens nothing by itself",
        "note": "a child's own words may stand there: a person looks at each before it is given to anybody",
        "notification": "numbers and codes of what was said in the chat itself",
        "pin": "a digest that opens nothing and can't be read",
        "practice": "a school's, about no child",
        "purge": "counts",
        "sent_card": "numbers of messages, some of them about a case",
        "sheet_column": "a school's, nobody's own",
        "sheet_import": "a list on its way in, gone within two days; what came of it is each child's file",
        "statutory_report": "nobody learns of a case by asking what is held of them",
        "task": "work of the school's, some of it about others",
        "unit": "a school's, nobody's own",
    }
)


async def take_holdings(
    session: AsyncSession, *, now: datetime, actor: Actor, person_id: int
) -> Holdings | Denied:
    """Everything that is given to somebody on this phone, in the order of the table above."""
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.TAKE_HOLDINGS, subject="person", subject_id=person_id,
        found=access.own(actor, person_id),
    )  # fmt: skip
    if isinstance(decided, Denied):
        return decided
    asker = await find_asker(session, now=now, actor=actor, person_id=person_id)
    sections = [Section(table, tuple(await give(session, asker))) for table, give in GIVEN.items()]
    return Holdings(now, actor.timezone, tuple(one for one in sections if one.entries))
