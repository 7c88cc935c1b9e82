"""What people do about a case: tap, take it, tell, fall silent, leave, and close it in the end."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, RoleGrant
from models.case_codes import CaseFact, CaseOutcome, CaseState, Involved
from models.codes import Notice, Role
from services.alerts import holding, queries, raising
from services.alerts.types import Taken
from services.casework import closing
from services.casework.types import Road
from services.people.actor import Actor
from tests.drill.ladder.day import A_MINUTE, Day
from tests.drill.ladder.roster import Holder, Temper, add_holder
from tests.drill.ladder.voice import Fate

STYLES = ("never", "diligent", "slow", "silent", "leaves", "blocks")
LIKELY = (45, 20, 10, 18, 3, 4)
LADDER = (Role.ADMINISTRATOR, Role.SAFEGUARDING, Role.COUNTY_OFFICER)


@dataclass
class Folk:
    """`named` is when, and as what, each case's answer to “who may be involved” was tapped."""

    _day: Day
    _rng: random.Random
    named: dict[int, tuple[datetime, Involved]] = field(default_factory=dict)
    _decided: set[tuple[int, int]] = field(default_factory=set)
    _cards: dict[tuple[int, int], int] = field(default_factory=dict)  # the newest message of a case
    _children: dict[int, int] = field(default_factory=dict)
    _heard: int = 0  # how much of the log was looked through

    def __post_init__(self) -> None:
        self._day.after_each = self.notice_cards

    async def raise_case(self, child_id: int, *, ends: timedelta) -> None:
        teacher = self._day.roster.site_of(child_id).teacher
        situation = self._rng.choice(self._day.profile.situations).code
        raised = await self._day.do(
            teacher,
            lambda session, now, actor: raising.raise_case(
                session,
                now=now,
                actor=actor,
                profile=self._day.profile,
                child_id=child_id,
                situation=situation,
            ),
        )
        case_id = raised.case.standing.case_id
        self._children[case_id] = child_id
        wait = self._rng.choices((None, self._rng.uniform(2, 50), self._rng.uniform(70, 900)), (15, 65, 20))[
            0
        ]
        if wait is not None:
            self._day.plan(timedelta(seconds=wait), lambda: self._name(teacher, case_id))
        self._day.plan(ends, lambda: self._finish(case_id))

    async def _name(self, teacher: Holder, case_id: int) -> None:
        involved = self._rng.choice(self._day.profile.involved).code
        at: list[datetime] = []

        async def name(session: AsyncSession, now: datetime, actor: Actor) -> Any:
            case = await queries.find_case(session, case_id=case_id)
            if case is not None and case.state is not CaseState.CLOSED:
                at.append(now)
            return await raising.name_involved(
                session, now=now, actor=actor, profile=self._day.profile, case_id=case_id, involved=involved
            )

        await self._day.do(teacher, name)
        if at:
            self.named[case_id] = (at[0], involved)

    def notice_cards(self) -> None:
        """Whoever was shown a card decides, once a case, what to do about it."""
        for one in self._day.voice.tries[self._heard :]:
            if one.kind is not Notice.CASE_ALERT or one.fate is not Fate.REACHED or one.case_id is None:
                continue
            key = one.case_id, one.person_id
            self._cards[key] = one.message_id
            if key not in self._decided:
                self._decided.add(key)
                style = self._rng.choices(STYLES, LIKELY)[0]
                if style != "never":
                    wait = timedelta(seconds=self._rng.uniform(5, 480))
                    self._day.plan(wait, partial(self._take, *key, style))
        self._heard = len(self._day.voice.tries)

    async def _take(self, case_id: int, person_id: int, style: str) -> bool:
        holder = self._day.roster.holders[person_id]
        message_id = self._cards[case_id, person_id]
        taken = await self._day.do(
            holder,
            lambda session, now, actor: holding.take(
                session, now=now, actor=actor, case_id=case_id, message_id=message_id
            ),
        )
        if not isinstance(taken, Taken) or not taken.is_mine:
            return False
        for minutes, fact in self._later(style):
            self._day.plan(minutes * A_MINUTE, partial(self._tell, case_id, holder, fact))
        if style == "leaves":
            self._day.plan(self._rng.uniform(1, 15) * A_MINUTE, lambda: self._leave(holder))
        if style == "blocks":
            holder.temper = Temper.BLOCKED
        return True

    def _later(self, style: str) -> list[tuple[float, CaseFact]]:
        """What its new holder will tell, and after how many minutes."""
        if style == "diligent":
            answers = [self._rng.uniform(5, 18), self._rng.uniform(20, 34)]
        elif style == "slow":
            answers = [self._rng.uniform(20.5, 29)]
        else:
            return []
        told = [(minutes, CaseFact.STILL_ON_IT) for minutes in answers]
        return [*told, (answers[-1] + self._rng.uniform(1, 15), CaseFact.CLOSED)]

    async def _tell(self, case_id: int, holder: Holder, fact: CaseFact) -> None:
        if fact is CaseFact.CLOSED:
            await self._close(case_id, holder)
            return
        await self._day.do(
            holder,
            lambda session, now, actor: holding.tell_holder_fact(
                session, now=now, actor=actor, case_id=case_id, fact=fact
            ),
        )

    async def _close(self, case_id: int, holder: Holder) -> bool:
        """Whether a second person was found who agrees."""
        fact = self._rng.choice((CaseFact.POLICE_CALLED, CaseFact.CHILD_SAFE))
        await self._tell(case_id, holder, fact)
        await self._day.do(
            holder,
            lambda session, now, actor: closing.ask(
                session, now=now, actor=actor, case_id=case_id, outcome=CaseOutcome.NO_HARM
            ),
        )
        for second in self._seconds(case_id, holder):
            ended = await self._day.do(
                second,
                lambda session, now, actor: closing.agree(session, now=now, actor=actor, case_id=case_id),
            )
            if isinstance(ended, Road) and ended.is_over:
                return True
        return False

    def _seconds(self, case_id: int, first: Holder) -> list[Holder]:
        """Everybody who may be asked whether it is done; who mustn't know is turned away."""
        site = self._day.roster.site_of(self._children[case_id])
        people = [one for role in LADDER for one in self._day.roster.of(site, role)]
        return [one for one in people if one is not first and one.until is None]

    async def _leave(self, holder: Holder) -> None:
        """Somebody's role ends in the midst of it."""
        if holder.until is None:
            holder.until = self._day.clock.now()
            async with self._day.database.transaction() as session:
                mine = col(RoleGrant.person_id) == holder.person_id
                await session.exec(update(RoleGrant).where(mine).values(until_at=holder.until))

    async def _finish(self, case_id: int) -> None:
        """See that somebody closes it, now or as soon as there is anybody who can."""
        case = await self._day.case(case_id)
        if case.state is CaseState.CLOSED:
            return
        for holder in self._able(case):
            if case.taken_by_id is None and not await self._take(case_id, holder.person_id, "never"):
                continue
            if await self._close(case_id, holder):
                break
        else:
            await self._fill_role(case)
        self._day.plan(6 * A_MINUTE, lambda: self._finish(case_id))

    def _able(self, case: Case) -> list[Holder]:
        if case.taken_by_id is not None:
            return [self._day.roster.holders[case.taken_by_id]]
        shown = [person_id for case_id, person_id in self._cards if case_id == case.id]
        return [self._day.roster.holders[one] for one in shown if self._day.roster.holders[one].until is None]

    async def _fill_role(self, case: Case) -> None:
        """The top alarm is heeded: an officer with a phone comes on duty."""
        county_id = self._day.roster.site_of(case.child_id or 0).county_id
        async with self._day.database.transaction() as session:
            now = self._day.clock.now()
            await add_holder(session, self._day.roster, Role.COUNTY_OFFICER, county_id, Temper.SOUND, now=now)
