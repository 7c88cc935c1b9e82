"""The written report to an authority: what the file knows, and a line for a hand where it doesn't."""

from documents.case_papers.phrases import Phrases
from documents.papers.paper import RULE, Paper, Section, Table
from models.case_codes import CaseFact, CaseWords
from services.alerts.rules import TOLD_FACTS
from services.casework.paper_types import CasePaper, Decided, Written
from services.profile import Profile

# What was done for the child, for somebody who doesn't know how we work.
DONE = frozenset(
    {
        CaseFact.RAISED, CaseFact.TAKEN, CaseFact.POLICE_CALLED, CaseFact.CHILD_SAFE, CaseFact.REPORTED,
        CaseFact.ACCEPTED, CaseFact.FILED, CaseFact.NOT_FILED, CaseFact.TRANSFERRED, CaseFact.REFERRED,
        CaseFact.PROTECTED, CaseFact.ASSESSED, CaseFact.PLANNED, CaseFact.REVIEWED, CaseFact.CLOSED,
        CaseFact.REOPENED,
    }
)  # fmt: skip


def report(facts: CasePaper, profile: Profile, locale: str) -> Paper:
    say = Phrases(facts, profile, locale)
    return Paper(
        locale=locale,
        title=say.t("report_title"),
        author=facts.child.school_name or "",
        lead=_lead(say),
        sections=(
            _reporter(say),
            say.pairs("child", say.child_rows(), lines=(say.t("by_hand"),)),
            _adults(say),
            _situation(say),
            _words(say, "seen", CaseWords.SEEN),
            _words(say, "said", CaseWords.SAID),
            _told(say),
            _done(say),
            _next(say),
            _attachments(say),
            _signatures(say),
        ),
    )


def _lead(say: Phrases) -> tuple[str, ...]:
    facts = say.paper
    number = facts.number or say.blank("number")
    lead = say.t("report_lead", number=number, at=say.moment(facts.made_at), zone=facts.zone)
    return (lead, say.t("report_first"), say.t("report_secret"), say.pen.t("papers.blanks"))


def _reporter(say: Phrases) -> Section:
    """Whoever didn't want to be named stands behind the school."""
    facts = say.paper
    who = say.who(facts.reporter) if facts.reporter else say.blank("name")
    if facts.reporter and facts.reporter.is_kept:
        who = say.t("school_reports", school=facts.child.school_name)
    return say.pairs(
        "reporter",
        [
            ("reporter", who),
            ("unit", say.or_blank(facts.child.school_name, "school")),
            ("post", say.blank("post")),
            ("phone", RULE),
        ],
    )


def _adults(say: Phrases) -> Section:
    rows = tuple(
        (
            say.t(f"kin_{'guardian' if one.is_guardian else one.kin.value}"),
            say.or_blank(one.name, "name"),
            "\n".join(one.contact) or RULE,
        )
        for one in say.paper.child.adults
    )
    blank = ((say.blank("kin"), say.blank("name"), RULE),)
    head = tuple(say.t(f"head_{key}") for key in ("kin", "name", "contact"))
    lines = (say.t("adults_note"), *(_sibling(say, one) for one in _linked(say)))
    return Section("adults", say.t("part_adults"), lines, Table(head, rows or blank, (3, 4, 5)))


def _linked(say: Phrases) -> list[Decided]:
    return [one for one in say.paper.siblings if one.is_current and one.is_concerned]


def _sibling(say: Phrases, one: Decided) -> str:
    """Another child of the home whom this is about too."""
    return say.t(
        "sibling", name=say.or_blank(one.name, "name"), born_on=say.day(one.born_on), school=one.school_name,
        at=say.moment(one.entered_at), who=say.who(one.who),
    )  # fmt: skip


def _situation(say: Phrases) -> Section:
    facts = say.paper
    first = next((one for one in facts.happened if one.fact is CaseFact.RAISED), None)
    safe = say.t("safe_since", at=say.moment(facts.safe_since)) if facts.safe_since else say.blank("safe")
    return say.pairs(
        "situation",
        [
            *say.situation_rows(),
            ("happened_at", say.blank("when")),
            ("found_at", say.moment(first.happened_at if first else None)),
            ("entered_at", say.moment(first.entered_at if first else None)),
            ("safe_now", safe),
            ("where_now", say.blank("where")),
        ],
    )


def _words(say: Phrases, code: str, kind: CaseWords) -> Section:
    """What holds now: an entry that was corrected stands in the case file only."""
    entries = [one for one in say.paper.words if one.kind is kind and one.amended_by is None]
    lines = tuple(_entry(say, one) for one in entries) or (say.blank(code),)
    return Section(code, say.t(f"part_{code}"), (say.t(f"{code}_note"), *lines))


def _entry(say: Phrases, one: Written) -> str:
    words = say.t("words_gone") if one.text is None else one.text
    return say.t("entry", at=say.moment(one.entered_at), words=words)


def _told(say: Phrases) -> Section:
    rows = [(*say.told_row(one), say.blank("officer")) for one in say.paper.reports]
    if not rows:
        rows = [
            tuple(say.blank(one) for one in ("authority", "channel", "when", "name", "receipt", "officer"))
        ]
    head = tuple(
        say.t(f"head_{key}") for key in ("authority", "channel", "when", "who", "receipt", "officer")
    )
    lines = (say.t("home_told", blank=_home_told(say)), say.blank("knows"))
    return Section("told", say.t("part_told"), lines, Table(head, tuple(rows), (6, 6, 6, 6, 7, 7)))


def _home_told(say: Phrases) -> str:
    told = [one for one in say.paper.standing if one.fact in TOLD_FACTS.values()]
    noted = [
        say.t("home_told_at", what=say.t(f"fact_{one.fact.value}"), at=say.moment(one.happened_at))
        for one in told
    ]
    return "; ".join(noted) or say.blank("home_told")


def _done(say: Phrases) -> Section:
    rows = [
        (say.fact(one), say.moment(one.happened_at), say.moment(one.entered_at))
        for one in say.paper.standing
        if one.fact in DONE
    ]
    if not say.paper.case_id:
        return Section("done", say.t("part_done"), (say.blank("done"),))
    return say.listed("done", ("what", "happened", "entered"), rows, (5, 3, 3))


def _next(say: Phrases) -> Section:
    points = tuple(
        say.t("owed", what=say.t(f"clock_{one.kind.value}"), at=say.moment(one.due_at))
        for one in say.paper.owed
    )
    return Section("next", say.t("part_next"), () if points else (say.blank("next"),), points=points)


def _attachments(say: Phrases) -> Section:
    """What the case holds, by the names under which it is exported; papers at school are added by hand."""
    held = [(one.document, one.entered_at) for one in say.paper.words if one.document is not None]
    points = tuple(say.t("attachment", name=one.name, at=say.moment(at)) for one, at in held)
    lines = (say.blank("attachments"), say.blank("remarks"))
    return Section("attachments", say.t("part_attachments"), lines, points=points)


def _signatures(say: Phrases) -> Section:
    head = say.pen.each("papers.", ("sign_role", "sign_name", "sign_day"))
    blanks = say.pen.each("papers.", ("blank_name", "blank_day"))
    rows = tuple((say.t(key), *blanks) for key in ("sign_reporter", "sign_school"))
    return Section("signatures", say.pen.t("papers.signatures"), table=Table(head, rows))
