"""Buttons that lead from one subject to another; nothing in a button grants anything."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

# What a database can hold: a forged number beyond it is no button of ours.
Id = Annotated[int, Field(ge=0, le=2**31 - 1)]
Page = Annotated[int, Field(ge=0, le=10_000)]


class OpenChild(CallbackData, prefix="child"):
    child_id: Id


class OpenClass(CallbackData, prefix="class"):
    class_id: Id
    page: Page = 0


class OpenPlaces(CallbackData, prefix="places"):
    """The township and the villages around a school."""

    school_id: Id


class OpenLines(CallbackData, prefix="lines"):
    """The numbers of a school's own place."""

    school_id: Id


class InviteFamily(CallbackData, prefix="invite"):
    relation_id: Id


class CheckIn(CallbackData, prefix="note"):
    child_id: Id


class RaiseFor(CallbackData, prefix="raise"):
    """The red button beside a child."""

    child_id: Id


class RaiseAs(CallbackData, prefix="rais"):
    """The red button of what was noted of a child: it leads to one situation."""

    child_id: Id
    code: str


class OpenPurposes(CallbackData, prefix="purps"):
    """The optional purposes of a child; 0: the reader's own child, or a choice of them."""

    child_id: Id = 0


class OpenRequests(CallbackData, prefix="reqs"):
    """The requests that wait for the reader."""

    page: Page = 0


class OpenLesson(CallbackData, prefix="les"):
    """The five questions; 0: whoever on this phone has still to learn them. `ended`: how a round went."""

    person_id: Id = 0
    ended: bool = False


class OpenLearners(CallbackData, prefix="lesall"):
    """Who of a school hasn't done the lesson yet."""

    school_id: Id


class OpenPractice(CallbackData, prefix="prac"):
    """A school's drill of a report."""

    school_id: Id


class OpenRoster(CallbackData, prefix="ros"):
    """Who is on duty at a school when."""

    school_id: Id


class OpenCase(CallbackData, prefix="case"):
    case_id: Id


class OpenRoad(CallbackData, prefix="road"):
    """How far a case has come."""

    case_id: Id


class OpenCounty(CallbackData, prefix="cty"):
    """A county, for its officers."""

    county_id: Id
    page: Page = 0


class EndPost(CallbackData, prefix="schend"):
    """Open somebody's post in a school or a county; `sure`: end it now."""

    place_id: Id
    grant_id: Id
    sure: bool = False
