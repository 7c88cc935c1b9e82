"""The weekly message to a school's administrators about unusual reading."""

from collections.abc import Callable
from typing import Any

from services.digest.rules import Rule
from services.digest.types import UnusualReading
from services.notifications.facts import Facts
from views.card import Button, Card
from views.reader import Reader
from views.school import OpenSchool

KEYS = {
    Rule.OUTSIDE: "digest.outside",
    Rule.ONE_CHILD: "digest.one_child",
    Rule.NIGHT: "digest.night",
    Rule.REFUSED: "digest.refused",
    Rule.LOCKED: "digest.locked",
}


def unusual_card(facts: UnusualReading, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    """Names colleagues and no child; its button keeps it from being forwarded."""
    first, last = reader.day(facts.first), reader.day(facts.last)
    lines = [
        reader.t("digest.line", name=one.name, what=reader.plain(KEYS[one.rule], n=one.at_least))
        for one in facts.told
    ]
    title = reader.t("digest.title", school=facts.school, first=first, last=last)
    press = OpenSchool(school_id=facts.school_id).pack()
    school = Button(reader.plain("digest.school"), press)
    return Card("\n".join((title, *lines, reader.t("digest.advice"))), ((school,),))


FACES: dict[type[Facts], Callable[[Any, Reader, bool], Card]] = {UnusualReading: unusual_card}
