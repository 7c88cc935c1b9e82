"""The other children of a case's home: how many there are, and whether the case is about each of them too."""

from aiogram.filters.callback_data import CallbackData

from models.case_codes import CaseFact
from services.alerts.types import Beside, Kin
from services.casework.at_home import Sibling, Siblings
from services.casework.types import Road
from views.alerts_safety import Safety
from views.card import Button, Card, Style
from views.lists import page_of, turning
from views.presses import Id, OpenRoad, Page
from views.reader import Reader

SHOWN = 2  # children in one card: of each, up to four things can be said


class OpenSiblings(CallbackData, prefix="rdsi"):
    case_id: Id
    page: Page = 0


class DecideSibling(CallbackData, prefix="rdsd"):
    """Whether the case is about this child too."""

    case_id: Id
    child_id: Id
    is_concerned: bool
    page: Page = 0


class TellSibling(CallbackData, prefix="rdss"):
    """Whether this other child is safe."""

    case_id: Id
    child_id: Id
    told: Safety
    page: Page = 0


def sibling_lines(road: Road, reader: Reader) -> list[str]:
    """For whoever has taken the case, how many there are; for the others, how many belong to it."""
    here, lines = road.at_home, list[str]()
    if road.is_mine and here.known:
        lines.append(reader.count("siblings.known", here.known))
    if here.linked:
        lines.append(reader.count("siblings.linked", here.linked))
    lines += kin_lines(road.kin, reader)
    return ["", *lines] if lines else []


def kin_lines(kin: Kin, reader: Reader) -> list[str]:
    """Another open case of this child, or of this home: its number for whoever may open it, or that it is."""
    return [_beside(one, reader) for one in kin.cases]


def _beside(one: Beside, reader: Reader) -> str:
    about = "same_" if one.is_same else ""
    if one.number is None:
        return reader.t(f"siblings.{about}elsewhere")
    return reader.t(f"siblings.{about}beside", number=one.number)


def sibling_rows(road: Road, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    if not (road.is_mine and road.at_home.known):
        return ()
    press = OpenSiblings(case_id=road.standing.case_id).pack()
    return ((Button(reader.plain("siblings.open"), press),),)


def siblings_card(found: Siblings, reader: Reader, *, page: int = 0) -> Card:
    """Who they are, and what was decided about each by whom; a later word takes an earlier one back."""
    case_id = found.standing.case_id
    here = page_of(found.children, page, SHOWN)
    lines = [
        reader.t("cases.number", number=found.standing.number),
        reader.t("siblings.ask" if found.children else "siblings.none"),
        "",
        *(f"· {_line(one, reader)}" for one in here),
    ]
    rows = [row for one in here for row in _rows(one, case_id, reader, page=page)]
    turns = turning(
        len(found.children), page=page, press=lambda n: OpenSiblings(case_id=case_id, page=n).pack(),
        size=SHOWN,
    )  # fmt: skip
    back = (Button(reader.plain("casework.back"), OpenRoad(case_id=case_id).pack()),)
    return Card("\n".join(lines), tuple(row for row in (*rows, turns, back) if row), protected=True)


def _line(one: Sibling, reader: Reader) -> str:
    who = reader.t("siblings.of_another_school", school=one.school_name)
    if one.name is not None:
        who = reader.t(
            "siblings.child", name=one.name, class_name=one.class_name or "", school=one.school_name
        )
    if one.is_concerned is None or one.decided_at is None:
        return f"{who}\n{reader.t('siblings.undecided')}"
    key = "siblings.concerned" if one.is_concerned else "siblings.not_concerned"
    lines = [who, reader.t(key, name=one.decided_by or "", at=reader.moment(one.decided_at))]
    if one.is_concerned:
        lines.append(reader.t(f"siblings.{one.word.value if one.word else 'child_unanswered'}"))
    return "\n".join(lines)


def _rows(one: Sibling, case_id: int, reader: Reader, *, page: int) -> tuple[tuple[Button, ...], ...]:
    """What hasn't been said of the child, or can be said anew; of one concerned, whether it is safe."""
    decided = _row(one, case_id, reader, page=page)
    if not one.is_concerned:
        return (decided,)

    def tell(key: str, told: Safety, fact: CaseFact) -> tuple[Button, ...]:
        press = TellSibling(case_id=case_id, child_id=one.child_id, told=told, page=page).pack()
        label = reader.plain(f"siblings.{key}", who=one.name or one.school_name)
        return () if one.word is fact else (Button(label, press),)

    safe = tell("tell_safe", Safety.SAFE, CaseFact.CHILD_SAFE)
    others = (
        *tell("tell_unsafe", Safety.NOT_SAFE, CaseFact.CHILD_UNSAFE),
        *tell("tell_unsure", Safety.UNKNOWN, CaseFact.CHILD_UNSURE),
    )
    return (safe, others, decided)


def _row(one: Sibling, case_id: int, reader: Reader, *, page: int) -> tuple[Button, ...]:

    def decide(key: str, style: Style | None = None, *, is_concerned: bool) -> Button:
        press = DecideSibling(
            case_id=case_id, child_id=one.child_id, is_concerned=is_concerned, page=page
        ).pack()
        return Button(reader.plain(key, who=one.name or one.school_name), press, style=style)

    link = decide("siblings.link", Style.PRIMARY, is_concerned=True)
    clear = decide("siblings.clear", is_concerned=False)
    if one.is_concerned is None:
        return (link, clear)
    return (clear,) if one.is_concerned else (link,)
