"""What is known of the people at any moment, from the log of the messenger alone."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from models.case_codes import Involved
from models.codes import Role
from tests.bench.processes import ROOT
from tests.drill.ladder.roster import Holder, Roster, Site, Temper
from tests.drill.ladder.voice import Fate, Try

A_MINUTE = timedelta(minutes=1)
SHORT = timedelta(minutes=5)  # a chat paused for no longer still counts as being told


@dataclass(frozen=True)
class Rules:
    """The profile as its file says it, read without the code under test."""

    said: dict[str, Any]

    @classmethod
    def of(cls, path: Path = ROOT / "profiles" / "CN.yaml") -> "Rules":
        return cls(yaml.safe_load(path.read_text()))

    @property
    def draft(self) -> timedelta:
        return timedelta(seconds=self.said["draft_seconds"])

    def excludes(self, situation: str, involved: Involved | None) -> frozenset[str]:
        """Whom a case is kept from: home always, school when it may be school."""
        if involved is not None:
            group = next(one for one in self.said["involved"] if one["code"] == involved.value)
            return frozenset(group["excludes"])
        found = next(one for one in self.said["situations"] if one["code"] == situation)
        kept = {"household", "school_staff"} if found.get("default_exclusion") == "school" else {"household"}
        return frozenset(kept)

    def ladder(self, situation: str, involved: Involved | None) -> list[tuple[Role, timedelta]]:
        steps = [(Role(one["role"]), one["wait_minutes"] * A_MINUTE) for one in self.said["ladder"]["steps"]]
        if involved is not None:
            group = next(one for one in self.said["involved"] if one["code"] == involved.value)
            start = Role(group["ladder_from"])
        elif "school_staff" in self.excludes(situation, None):
            start = Role.COUNTY_OFFICER
        else:
            start = steps[0][0]
        return steps[[role for role, _ in steps].index(start) :]

    def repeat(self, times: int) -> timedelta:
        """5, 10, 20, 30, 30 … minutes."""
        first: int = self.said["ladder"]["repeat_minutes"]
        minutes: int = min(first * 2**times, 30)
        return minutes * A_MINUTE

    @property
    def ask(self) -> timedelta:
        return self.said["acknowledgement"]["ask_minutes"] * A_MINUTE  # type: ignore[no-any-return]

    @property
    def lapse(self) -> timedelta:
        return self.said["acknowledgement"]["lapse_minutes"] * A_MINUTE - self.ask  # type: ignore[no-any-return]

    @property
    def review(self) -> timedelta:
        return self.said["acknowledgement"]["review_hours"] * 60 * A_MINUTE  # type: ignore[no-any-return]


class Book:
    """Asks of the log: could this person be told at this moment?"""

    def __init__(self, roster: Roster, tries: Iterable[Try]) -> None:
        self.roster = roster
        self._tries: dict[int, list[Try]] = defaultdict(list)
        for one in tries:
            if one.fate in (Fate.REACHED, Fate.DEAD, Fate.PAUSED):
                self._tries[one.person_id].append(one)

    def last(self, person_id: int, at: datetime) -> Try | None:
        """The newest attempt that changed how this phone is seen."""
        log = self._tries[person_id]
        found = bisect_right([one.at for one in log], at)
        return log[found - 1] if found else None

    def is_open(self, holder: Holder, at: datetime, *, patience: timedelta = timedelta()) -> bool:
        """Whether this person must be told; one whose chat is paused longer than `patience` can't be."""
        if holder.temper is Temper.UNLINKED or holder.since > at or self.has_left(holder, at):
            return False
        last = self.last(holder.person_id, at)
        if last is None or last.fate is Fate.REACHED:
            return True
        return last.fate is Fate.PAUSED and last.until is not None and last.until <= at + patience

    def has_left(self, holder: Holder, at: datetime) -> bool:
        return holder.until is not None and holder.until <= at

    def gone_since(self, holder: Holder, since: datetime, until: datetime) -> datetime | None:
        """The first moment from `since` on at which its holder can't act any more."""
        found = [holder.until] if holder.until is not None and holder.until <= until else []
        found += [
            one.at for one in self._tries[holder.person_id] if one.fate is Fate.DEAD and one.at <= until
        ]
        late = [max(one, since) for one in found if one >= since]
        last = self.last(holder.person_id, since)
        if last is not None and last.fate is Fate.DEAD:
            late.append(since)
        return min(late, default=None)

    def excluded(self, site: Site, child_id: int, groups: frozenset[str]) -> set[int]:
        """Home, and the school's own staff; its reporter is told apart."""
        people = set(site.kin[child_id])
        if "school_staff" in groups:
            staff = (site.teacher, *self.roster.of(site, Role.ADMINISTRATOR))
            people |= {one.person_id for one in (*staff, *self.roster.of(site, Role.SAFEGUARDING))}
        return people - {site.teacher.person_id}
