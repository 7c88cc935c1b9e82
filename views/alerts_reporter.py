"""The reporter's screen: whom it stands with, what to say on the telephone, what became of the call."""

from datetime import datetime

from models.case_codes import CaseFact, CaseState
from services.alerts.types import Fact, Raised, ReportedCase, Standing
from services.profile import Profile
from views.advice import checklist_lines, marked, own_legend, report_line, unchecked
from views.alerts import calling, name_lines, stored_card
from views.alerts_deeds import deed_rows
from views.alerts_numbers import POLICE_TEXT, notes_for, numbers_for
from views.alerts_safety import newest, unsafe_card
from views.card import Card
from views.marks import as_it_is
from views.reader import Reader

SHOWN = (
    CaseFact.POLICE_CALLED,
    CaseFact.POLICE_SILENT,
    CaseFact.CANNOT_SPEAK,
    CaseFact.GOING_TO_STATION,
    CaseFact.OTHERS_CALLED,
    CaseFact.HEAD_TOLD,
    CaseFact.CHILD_SAFE,
    CaseFact.ACCEPTED,
    CaseFact.FILED,
    CaseFact.NOT_FILED,
    CaseFact.TRANSFERRED,
    CaseFact.PROTECTED,
    CaseFact.CHILD_UNSAFE,
    CaseFact.CHILD_UNSURE,
    CaseFact.INVOLVED_CHANGED,
    CaseFact.HOME_ASKED,
    CaseFact.HOME_HAS,
    CaseFact.HOME_SEEN,
    CaseFact.HOME_UNKNOWN,
    CaseFact.HOME_UNREACHED,
    CaseFact.HOME_CALLED,
    CaseFact.HOME_COMING,
    CaseFact.HOME_RINGS,
    CaseFact.CLOSED,
    CaseFact.REOPENED,
)


def raised_card(raised: Raised, profile: Profile, reader: Reader) -> Card:
    """The answer to the tap that stores; a second tap may find the case sent already."""
    if raised.case.standing.state is CaseState.DRAFT:
        return stored_card(raised.case, profile, reader, is_new=raised.is_new)
    return reporter_card(raised.case, profile, reader)


def reporter_card(case: ReportedCase, profile: Profile, reader: Reader) -> Card:
    """Everything the reporter needs now, the call first; it waits for nobody's approval."""
    if case.standing.state is CaseState.DRAFT:
        return stored_card(case, profile, reader, is_new=False)
    parts = (
        reader.t("alerts.sent", number=case.standing.number),
        _where(case, reader),
        "",
        *([] if case.standing.is_practice else [reader.t("alerts.no_approval")]),
        *calling(case, profile, reader),
        *(f"· {line.words[reader.locale]}" for line in profile.call_script),
        "",
        *([reader.t("alerts.safety"), ""] if newest(case.facts) is None else []),
        *report_line(case.situation, profile, reader),
        marked(profile.duty.words[reader.locale], profile.duty.verified),
        *checklist_lines(case.situation, profile, reader, mark="·"),
        *(own_legend(case.situation, profile, reader) or unchecked([profile.duty.verified], reader)),
        *fact_lines(case.facts, reader),
        *name_lines(case, reader),
        *(["", reader.t("alerts.who_late")] if case.involved is None else []),
    )
    card = Card("\n".join(parts), deed_rows(case, profile, reader), protected=True)
    return as_it_is(card, case.standing, profile, reader)


def cannot_speak_card(case: ReportedCase, profile: Profile, reader: Reader) -> Card:
    """Another way to reach the police, and a way out of the room; the screen stays below it."""
    screen = reporter_card(case, profile, reader)
    advice = "\n".join((notes_for(profile, reader, POLICE_TEXT), reader.t("alerts.step_away")))
    card = Card(
        f"{advice}\n\n{screen.text}",
        screen.rows,
        numbers=numbers_for(profile, reader, POLICE_TEXT),
        protected=True,
    )
    return as_it_is(card, case.standing, profile, reader)


def others_card(case: ReportedCase, profile: Profile, reader: Reader) -> Card:
    """Who called, and when, may be typed; it needn't be. That somebody has called is soon asked once more."""
    screen = reporter_card(case, profile, reader)
    if case.standing.is_practice:
        return screen
    return Card(f"{reader.t('alerts.others_who')}\n\n{screen.text}", screen.rows, protected=True)


def safety_card(case: ReportedCase, profile: Profile, reader: Reader) -> Card:
    """The answer to “is the child safe now?”: while it isn't, whom to call comes first."""
    screen, found = reporter_card(case, profile, reader), newest(case.facts)
    if found is None or found.fact is not CaseFact.CHILD_UNSAFE or case.standing.is_practice:
        return screen
    return as_it_is(unsafe_card(case, screen, profile, reader), case.standing, profile, reader)


def ask_time_card(reader: Reader) -> Card:
    return Card(reader.t("alerts.ask_time"))


def fact_lines(facts: tuple[Fact, ...], reader: Reader) -> list[str]:
    """What is known of the police, with when it was and when it was noted; empty when nothing is."""
    first = reader.day_of(facts[0].entered_at) if facts else ""

    def at(instant: datetime) -> str:  # later days are named
        return reader.time(instant) if reader.day_of(instant) == first else reader.moment(instant)

    shown = [
        reader.t(_fact_key(one), name=one.person or "", at=at(one.happened_at), noted=at(one.entered_at))
        for one in facts
        if one.fact in SHOWN
    ]
    return ["", reader.t("alerts.noted"), *(f"· {line}" for line in shown)] if shown else []


def _fact_key(one: Fact) -> str:
    """Whoever took the case looks whether the child is safe; what its reporter says of it is marked."""
    said = "_said" if one.fact is CaseFact.CHILD_SAFE and one.by_reporter else ""
    return f"alerts.fact_{one.fact.value}{said}"


def taken_line(standing: Standing, reader: Reader) -> str:
    if standing.state is CaseState.CLOSED:
        return reader.t("practice.closed" if standing.is_practice else "cases.closed")
    if standing.taken_by is None or standing.taken_at is None:
        return reader.t("cases.untaken", at=reader.time(standing.raised_at))
    return reader.t("cases.taken_by", name=standing.taken_by, at=reader.time(standing.taken_at))


def _where(case: ReportedCase, reader: Reader) -> str:
    if case.standing.taken_by is not None or case.standing.state is CaseState.CLOSED:
        return taken_line(case.standing, reader)
    if case.role is None or case.escalate_at is None:
        return reader.t("practice.unreached" if case.standing.is_practice else "alerts.unreached")
    role = reader.plain(f"alerts.role_{case.role.value}")
    return reader.t("alerts.told", role=role, at=reader.time(case.escalate_at))
