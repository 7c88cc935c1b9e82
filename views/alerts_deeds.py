"""What a reporter can do after sending: what can't wait on the screen itself, the rest behind two presses."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from models.case_codes import CaseState, CaseWords
from services.alerts.rules import may_tell_head
from services.alerts.types import ReportedCase
from services.profile import Profile
from views.alerts import AlertInvolved, NamePress, calling, name_row
from views.alerts_changing import AskInvolved, ChangeInvolved, change_rows, late_rows
from views.alerts_home import AskHome, CallHome, ask_rows
from views.alerts_safety import AskSafety, SafetyPress, safety_rows
from views.card import Button, Card, Style
from views.case_ends import Reopen, reopen_row
from views.case_hearers import NameOne, name_one_row
from views.case_words import own_button
from views.hotlines import hotlines_button
from views.marks import as_it_is
from views.presses import Id, OpenCase
from views.reader import Reader

MOST = 8  # buttons on one card, the way back apart: more of them nobody reads in a fright

Rows = tuple[tuple[Button, ...], ...]


class Told(StrEnum):
    """What the reporter says became of calling the police."""

    CALLED_NOW = "now"
    CALLED_EARLIER = "earlier"
    SILENT = "silent"
    CANNOT_SPEAK = "mute"
    STATION = "station"
    AT_STATION = "there"  # and has told them, face to face
    OTHERS = "others"


class PolicePress(CallbackData, prefix="alpo"):
    case_id: Id
    told: Told


class PoliceTime(CallbackData, prefix="alpt"):
    """The reporter types when it was."""

    case_id: Id


class NotCalled(CallbackData, prefix="alpn"):
    """The newest call that the reporter noted was a tap by mistake."""

    case_id: Id


class HeadPress(CallbackData, prefix="alhd"):
    case_id: Id


class OpenCalls(CallbackData, prefix="alcm"):
    """What else can have become of the call."""

    case_id: Id


class OpenMore(CallbackData, prefix="almo"):
    """What can wait."""

    case_id: Id


# What turns the pressed card into the reporter's screen, or one step from it.
OWN_PRESSES: tuple[type[CallbackData], ...] = (
    AlertInvolved, AskHome, AskInvolved, AskSafety, CallHome, ChangeInvolved, HeadPress, NameOne, NamePress,
    NotCalled, OpenCalls, OpenCase, OpenMore, PolicePress, Reopen, SafetyPress,
)  # fmt: skip


OWN_PREFIXES = frozenset(one.__prefix__ for one in OWN_PRESSES)


def shows_own_screen(press: str) -> bool:
    return press.partition(":")[0] in OWN_PREFIXES


def deed_rows(case: ReportedCase, profile: Profile, reader: Reader) -> Rows:
    """Is the child safe, who else may be involved, home, the call, what was seen; then what can wait."""
    case_id = case.standing.case_id
    if case.standing.state is CaseState.CLOSED:
        return () if case.standing.is_practice else (reopen_row(case_id, reader),)
    calls = Button(reader.plain("alerts.more_calls"), OpenCalls(case_id=case_id).pack())
    more = Button(reader.plain("alerts.more"), OpenMore(case_id=case_id).pack())
    seen = () if _seen_waits(case, profile, reader) else _own(case, CaseWords.SEEN, reader=reader)
    return (*_urgent(case, profile, reader), (calls,), *seen, (more,))


def _urgent(case: ReportedCase, profile: Profile, reader: Reader) -> Rows:
    called = _told(case, reader, "alerts.called_now", Told.CALLED_NOW, Style.PRIMARY)
    return (
        *safety_rows(case, reader),
        *late_rows(case, reader),
        *ask_rows(case, profile, reader),
        (called,),
    )


def _seen_waits(case: ReportedCase, profile: Profile, reader: Reader) -> bool:
    """Where the card is full without it, what was seen is the first of what can wait."""
    beside = 3  # the other calls, what was seen, and what can wait
    return sum(map(len, _urgent(case, profile, reader))) + beside > MOST


def calls_card(case: ReportedCase, profile: Profile, reader: Reader) -> Card:
    """Whoever can't speak now finds it first."""
    case_id = case.standing.case_id
    typed = Button(reader.plain("alerts.called_at"), PoliceTime(case_id=case_id).pack())
    undo = Button(reader.plain("alerts.not_called"), NotCalled(case_id=case_id).pack())

    def told(key: str, what: Told) -> Button:
        return _told(case, reader, f"alerts.{key}", what)

    rows: Rows = (
        (told("cannot_speak", Told.CANNOT_SPEAK), told("silent", Told.SILENT)),
        (told("called_earlier", Told.CALLED_EARLIER), typed),
        (told("others", Told.OTHERS),),
        (told("station", Told.STATION), told("at_station", Told.AT_STATION)),
        *([(undo,)] if case.has_called else []),
    )
    lines = (*calling(case, profile, reader), reader.t("alerts.calls_which"))
    return _one_step_off(case, lines, rows, profile, reader)


def more_card(case: ReportedCase, profile: Profile, reader: Reader) -> Card:
    """Words and pictures for the file, the numbers for help, whose name is read, who is left out."""
    seen = _own(case, CaseWords.SEEN, reader=reader) if _seen_waits(case, profile, reader) else ()
    rows: Rows = (
        *seen,
        *_own(case, CaseWords.SAID, CaseWords.DOCUMENT, reader=reader),
        *([] if case.standing.is_practice else [(hotlines_button(reader),)]),
        name_row(case, reader),
        *change_rows(case, reader),
        *name_one_row(case, profile, reader),
        *_head(case, profile, reader),
    )
    return _one_step_off(case, (reader.t("alerts.more_what"),), rows, profile, reader)


def _one_step_off(
    case: ReportedCase, lines: tuple[str, ...], rows: Rows, profile: Profile, reader: Reader
) -> Card:
    case_id = case.standing.case_id
    back = Button(reader.plain("alerts.back_to_screen"), OpenCase(case_id=case_id).pack())
    text = "\n".join((reader.t("cases.number", number=case.standing.number), *lines))
    return as_it_is(Card(text, (*rows, (back,)), protected=True), case.standing, profile, reader)


def _told(case: ReportedCase, reader: Reader, key: str, what: Told, style: Style | None = None) -> Button:
    press = PolicePress(case_id=case.standing.case_id, told=what).pack()
    return Button(reader.plain(key), press, style=style)


def _own(case: ReportedCase, *kinds: CaseWords, reader: Reader) -> Rows:
    """What goes into the file; a drill has none."""
    if case.standing.is_practice:
        return ()
    return (tuple(own_button(case.standing.case_id, one, reader) for one in kinds),)


def _head(case: ReportedCase, profile: Profile, reader: Reader) -> Rows:
    if case.head_told or not may_tell_head(profile, case.involved, case.named_before):
        return ()
    press = HeadPress(case_id=case.standing.case_id).pack()
    return ((Button(reader.plain("alerts.tell_head"), press),),)
