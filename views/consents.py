"""What the school does by duty, and what a family decides for itself: for each child and purpose."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from services.access.types import ChildRef
from services.consents.types import Purposes, State
from services.profile import Profile, Purpose
from views.card import Button, Card, Style, rows_of
from views.presses import Id, OpenChild, OpenPurposes
from views.privacy import back
from views.reader import Reader
from views.settings import OpenSetting


class OpenPurpose(CallbackData, prefix="purp"):
    child_id: Id
    code: str


class AnswerPurpose(CallbackData, prefix="purpok"):
    child_id: Id
    code: str
    granted: bool


class RecordChild(CallbackData, prefix="purpch"):
    """What the child said when it was asked."""

    child_id: Id
    code: str
    granted: bool


def which_child_card(children: Sequence[ChildRef], reader: Reader) -> Card:
    if not children:
        return Card(reader.t("children.none_yours"), (back(reader),))
    buttons = [Button(one.name, OpenPurposes(child_id=one.child_id).pack()) for one in children]
    return Card(reader.t("children.which_child"), (*rows_of(buttons, 2), back(reader)), protected=True)


def purposes_card(found: Purposes, profile: Profile, reader: Reader) -> Card:
    """The duties as a statement, each option with how it stands and the way to change it."""
    duties = [one for one in profile.purposes if one.basis == "duty"]
    lines = [reader.t("consents.duty", name=found.child.name)]
    lines += [
        f"{one.pictogram} {reader.t('consents.meaning', text=one.meaning[reader.locale])}" for one in duties
    ]
    lines += ["", reader.t("consents.options")]
    lines += [_line(one, profile, reader) for one in found.standings]
    if not found.may_answer and not found.may_record:
        lines += ["", reader.t("consents.parent_decides")]
    buttons = [_opening(found, one, profile, reader) for one in found.standings]
    return Card("\n".join(lines), (*rows_of(buttons, 2), *_ways_out(found, reader)), protected=True)


def purpose_card(found: Purposes, code: str, profile: Profile, reader: Reader) -> Card | None:
    """One option in full; yes and no stand side by side. None: the profile knows it no more."""
    standing = found.standing(code)
    if standing is None:
        return None
    purpose = profile.purpose(code)
    lines = [f"{purpose.pictogram} <b>{reader.t('consents.meaning', text=purpose.words[reader.locale])}</b>"]
    lines += [reader.t("consents.meaning", text=purpose.meaning[reader.locale]), ""]
    lines += [reader.t(key) for key in _story(standing, may_answer=found.may_answer)]
    if not found.may_answer and not found.may_record:
        lines.append(reader.t("consents.parent_decides"))
    return Card("\n".join(lines), (*_answers(found, standing, reader), *_back(found, reader)), protected=True)


def _line(standing: State, profile: Profile, reader: Reader) -> str:
    key = "consents.line_open" if standing.is_open else "consents.line_closed"
    return reader.t(key, purpose=_name(profile.purpose(standing.code), reader))


def _story(standing: State, *, may_answer: bool) -> list[str]:
    """What was said, by whom it is held up, and what holds now."""
    said = []
    if may_answer:
        answered = {True: "consents.you_yes", False: "consents.you_no", None: "consents.you_nothing"}
        said.append("consents.lapsed" if standing.has_lapsed else answered[standing.mine])
    if standing.others_refuse:
        said.append("consents.other_no")
    if standing.asks_child:
        asked = {True: "consents.child_yes", False: "consents.child_no", None: "consents.child_nothing"}
        said.append(asked[standing.child_says])
    return [*said, "consents.is_open" if standing.is_open else "consents.is_closed"]


def _answers(found: Purposes, standing: State, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    child_id, code = found.child.child_id, standing.code
    rows: tuple[tuple[Button, ...], ...] = ()
    if found.may_answer:
        rows += (
            tuple(
                Button(reader.plain(key), AnswerPurpose(child_id=child_id, code=code, granted=yes).pack())
                for key, yes in (("consents.yes", True), ("consents.no", False))
            ),
        )
    if found.may_record and standing.asks_child:
        rows += (
            tuple(
                Button(reader.plain(key), RecordChild(child_id=child_id, code=code, granted=yes).pack())
                for key, yes in (("consents.child_said_yes", True), ("consents.child_said_no", False))
            ),
        )
    return rows


def _opening(found: Purposes, standing: State, profile: Profile, reader: Reader) -> Button:
    press = OpenPurpose(child_id=found.child.child_id, code=standing.code).pack()
    style = Style.SUCCESS if standing.is_open else None
    return Button(_name(profile.purpose(standing.code), reader), press, style=style)


def _ways_out(found: Purposes, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """A family goes back to /privacy, and finds there what is asked of itself; staff go back to the child."""
    if found.may_record:
        return (_to_child(found),)
    own = Button(reader.plain("consents.own"), OpenSetting(name="consent").pack())
    return ((own,), back(reader))


def _back(found: Purposes, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    press = OpenPurposes(child_id=found.child.child_id).pack()
    return ((Button(reader.plain("privacy.back"), press),),)


def _to_child(found: Purposes) -> tuple[Button, ...]:
    return (Button(found.child.name, OpenChild(child_id=found.child.child_id).pack()),)


def _name(purpose: Purpose, reader: Reader) -> str:
    return f"{purpose.pictogram} {purpose.words[reader.locale]}".strip()
