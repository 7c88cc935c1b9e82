"""When each step of a case was owed, worked out from the profile's file and the log, and when it came.

It walks one case and knows what comes next: a level, the last one again, a question, a lapse.
"""

from collections import defaultdict
from datetime import datetime

from models import CaseEvent
from models.case_codes import CaseFact, CaseState, Involved
from models.codes import Role
from tests.drill.ladder.book import SHORT, Book, Rules
from tests.drill.ladder.roster import Holder
from tests.drill.ladder.story import ALLOWED, AN_ALARM_STANDS, Findings, Story
from tests.drill.ladder.voice import Fate, Try

IN_HAND = (CaseFact.POLICE_CALLED, CaseFact.CHILD_SAFE)
BY_ITSELF = (CaseFact.OPENED, CaseFact.RAISED, CaseFact.OVERDUE)  # shows nobody at work


class Walk:
    """One case. `due` is when the next step is owed; None: nothing is, for the moment."""

    def __init__(self, story: Story, book: Book, rules: Rules) -> None:
        self.story, self.book, self.rules = story, book, rules
        self.found = Findings(alarms=len(story.alarms))
        self.site = book.roster.site_of(story.case.child_id or 0)
        self.level, self.rounds = -1, defaultdict[int, int](int)
        self.holder: Holder | None = None
        self.is_asked = False
        self.facts: set[CaseFact] = set()
        self.reached: dict[int, set[int]] = defaultdict(set)
        self.trying: dict[int, int] = {}  # whom an alert is on its way to, and of which level
        self.failed: set[tuple[int, int]] = set()
        self.owed: tuple[datetime, set[int]] | None = None  # a card to one of these people
        self._begin()

    def _begin(self) -> None:
        case, named = self.story.case, self.story.named
        self.due: datetime | None = case.raised_at + self.rules.draft
        involved = None
        if named is not None and named[0] <= self.due:
            self.due, involved = named
        self.silent_since: datetime | None = self.due
        self._set_course(involved)

    def _set_course(self, involved: Involved | None) -> None:
        situation = self.story.case.situation
        self.ladder = self.rules.ladder(situation, involved)
        self.groups = self.rules.excludes(situation, involved)
        self.out = self.book.excluded(self.site, self.story.case.child_id or 0, self.groups)

    def run(self) -> Findings:
        for at, item in sorted(self.story.items(), key=lambda pair: pair[0]):
            self._check_overdue(at)
            match item:
                case CaseEvent():
                    self._event(at, item)
                case Try():
                    self._try(at, item)
                case "asked":
                    self._ask(at)
                case "named":
                    self._name(at)
            self._check_silence(at)
        if self.story.case.state is not CaseState.CLOSED:
            self._complain(self.story.case.raised_at, "is not closed at the end of the day")
        return self.found

    def _complain(self, at: datetime, what: str) -> None:
        self.found.wrong.append(f"{self.story.case.id} {at:%H:%M:%S} level {self.level}: {what}")

    def _check_overdue(self, at: datetime) -> None:
        """Whatever was owed and isn't here a minute later has been forgotten."""
        due = self._due(at)
        if due is not None and at > due + ALLOWED:
            self._complain(at, f"what was due at {due:%H:%M:%S} hadn't come")
            self.due = None
        if self.owed is not None and at > self.owed[0] + ALLOWED:
            self._complain(at, f"no card by {self.owed[0]:%H:%M:%S} to any of {sorted(self.owed[1])}")
            self.owed = None

    def _due(self, at: datetime) -> datetime | None:
        """A holder who can't act any more is found out within the watch's minute."""
        gone = self.book.gone_since(self.holder, self.taken_at, at) if self.holder else None
        found = [one for one in (self.due, gone and gone + ALLOWED) if one is not None]
        return min(found, default=None)

    def _on_time(self, at: datetime) -> None:
        if self.due is None:
            self._complain(at, "a step came that nobody owed")
            return
        if at < self.due and not self._is_known(at):
            return  # the watch has hurried, and rightly
        self.found.late.append((at - self.due).total_seconds())
        if at < self.due - ALLOWED:
            self._complain(at, f"a step came before its time, {self.due:%H:%M:%S}")

    def _event(self, at: datetime, event: CaseEvent) -> None:
        match event.fact:
            case CaseFact.SENT | CaseFact.CLIMBED:
                self._told(at, event)
            case CaseFact.UNREACHED:
                self._unreached(at, event.level or 0)
            case CaseFact.TAKEN:
                self.holder, self.taken_at = self.book.roster.holders[event.person_id or 0], at
                self.owed, self.silent_since = None, None
                self.trying.clear()
                self._rewind(at, event.fact)
            case CaseFact.LAPSED:
                self._lapse(at)
            case CaseFact.CLOSED:
                self.due, self.owed, self.holder, self.silent_since = None, None, None, None
            case _:
                self._rewind(at, event.fact)

    def _told(self, at: datetime, event: CaseEvent) -> None:
        if self.holder is not None:  # begun anew for a late answer, and held all the same
            self.level = event.level or 0
            self.rounds[self.level] += 1
            return
        self._on_time(at)
        expected = min(self.level + 1, len(self.ladder) - 1)
        if event.level != expected and not (event.level == self.level and self._has_newcomers(at)):
            self._complain(at, f"level {event.level} was told where {expected} was next")
        due = at if self.due is None else min(at, self.due)
        was, self.level = self.level, event.level or 0
        self._expect_card(due, at, is_repeat=was == self.level)
        self.rounds[self.level] += 1
        repeats = self.rounds[self.level] - 1
        self.due = at + (self.rules.repeat(repeats - 1) if repeats else self.ladder[self.level][1])
        self._give_up_dead(at)

    def _has_newcomers(self, at: datetime) -> bool:
        """Whether somebody stands on the present level who was never tried: they come before the next."""
        known = {one for level, one in self.failed if level == self.level} | self.reached[self.level]
        return bool(self._ready(at, self.ladder[self.level][0]) - known)

    def _ready(self, at: datetime, *roles: Role) -> set[int]:
        return {one.person_id for one in self._people(*roles) if self.book.is_open(one, at)}

    def _expect_card(self, due: datetime, at: datetime, *, is_repeat: bool) -> None:
        """Somebody of this level must be tried; when it is asked again in vain, anybody."""
        courses = [{self.ladder[self.level][0]}]
        if is_repeat:
            courses.append({role for role, _ in self.ladder})
        for roles in courses:
            ready = self._ready(at, *roles)
            soon = [one for one in self._people(*roles) if self.book.is_open(one, at, patience=SHORT)]
            self.trying |= {one.person_id: self.level for one in soon}
            if ready or self.trying:
                self.owed = (due, ready) if ready else None
                return

    def _people(self, *roles: Role) -> list[Holder]:
        here = [one for role in roles for one in self.book.roster.of(self.site, role)]
        return [one for one in here if one.person_id not in self.out]

    def _unreached(self, at: datetime, level: int) -> None:
        if self.holder is not None:
            self.level = level
            return
        ready = [one for one in self._ready(at, self.ladder[level][0]) if (level, one) not in self.failed]
        if ready:
            self._complain(at, f"level {level} was passed by, though {ready} could be told")
        self._on_time(at)
        self.level, self.owed = level, None
        self.due = at + self.rules.repeat(0) if level == len(self.ladder) - 1 else at

    def _try(self, at: datetime, one: Try) -> None:
        level = self.story.levels[one.notification_id]
        if one.person_id in self.out:
            self._complain(at, f"{one.person_id} was told and must not know")
        if self.owed is not None and one.person_id in self.owed[1]:
            self.found.late.append((at - self.owed[0]).total_seconds())
            self.owed = None
        if one.fate is Fate.REACHED:
            self.trying.pop(one.person_id, None)
            if one.notification_id not in self.story.unrecorded:
                self.reached[level].add(one.person_id)
        elif one.fate in (Fate.DEAD, Fate.REFUSED) or (one.until is not None and one.until > at + SHORT):
            self.trying.pop(one.person_id, None)
            self.failed.add((level, one.person_id))
            self._give_up_dead(at)
        else:
            self.trying[one.person_id] = level

    def _give_up_dead(self, at: datetime) -> None:
        """The last hope of a level is gone: the next one is owed at once."""
        is_waiting = (
            self.holder is None and self.owed is None and not self._know(self.reached[self.level], at)
        )
        if is_waiting and self.level not in self.trying.values():
            self.due = at

    def _rewind(self, at: datetime, fact: CaseFact) -> None:
        self.facts.add(fact)
        if self.holder is not None and fact not in BY_ITSELF:
            self.due = at + (self.rules.review if self.facts & set(IN_HAND) else self.rules.ask)
            self.is_asked = False

    def _ask(self, at: datetime) -> None:
        self._on_time(at)
        self.is_asked, self.due = True, at + self.rules.lapse

    def _lapse(self, at: datetime) -> None:
        gone = self.book.gone_since(self.holder, self.taken_at, at) if self.holder else None
        if gone is None:
            self._on_time(at)
            if not self.is_asked:
                self._complain(at, "a holder who was never asked has lost the case")
        self.holder, self.due, self.silent_since = None, at, None

    def _name(self, at: datetime) -> None:
        """An answer after the case has left begins it anew, where it keeps more people out."""
        named = self.story.named
        if self.level < 0 or named is None:
            return
        groups = self.rules.excludes(self.story.case.situation, named[1])
        if groups <= self.groups:
            return
        self._set_course(named[1])
        self.level, self.owed = -1, None
        self.trying.clear()
        if self.holder is None or self.holder.person_id in self.out:
            self.holder, self.due = None, at

    def _know(self, people: set[int], at: datetime) -> bool:
        """Whether one of them may still know of it."""
        holders = self.book.roster.holders
        return any(not self.book.has_left(holders[one], at) for one in people - self.out)

    def _is_known(self, at: datetime) -> bool:
        return any(self._know(people, at) for people in self.reached.values())

    def _check_silence(self, at: datetime) -> None:
        """With nobody who knows or soon will, the top alarm must stand within a minute."""
        is_live = bool(self.trying) or self._is_known(at)
        if self.silent_since is None:
            if not is_live and self.holder is None and self.due is not None:
                self.silent_since = at
            return
        lasted = at - self.silent_since
        if is_live or lasted > ALLOWED:
            near = (self.silent_since - AN_ALARM_STANDS, self.silent_since + ALLOWED)
            if lasted > ALLOWED and not any(near[0] <= one <= near[1] for one in self.story.alarms):
                self._complain(self.silent_since, f"nobody was told for {lasted}, and no alarm")
            if is_live:
                self.found.unheard.append(lasted.total_seconds())
                self.silent_since = None
