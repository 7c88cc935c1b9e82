"""The whole file of a case: its timeline with both dates, its words, its reports; for people and programs."""

import json
from dataclasses import asdict
from datetime import date

from documents.case_papers.phrases import Phrases
from documents.papers.paper import Paper, Section
from services.casework.paper_types import CasePaper, Happened, Referred, Told, Written
from services.profile import Profile


def case_file(facts: CasePaper, profile: Profile, locale: str) -> Paper:
    say = Phrases(facts, profile, locale)
    return Paper(
        locale=locale,
        title=say.t("file_title", number=facts.number),
        author=facts.child.school_name or "",
        lead=(say.t("file_lead", zone=facts.zone), say.t("report_secret")),
        sections=(
            _about(say),
            say.pairs("child", say.child_rows(), lines=(say.t("by_hand"),)),
            _siblings(say),
            say.pairs("situation", say.situation_rows()),
            _timeline(say),
            _words(say),
            say.listed(
                "told", ("authority", "channel", "when", "who", "receipt"),
                [_told(say, one) for one in (*facts.reports, *facts.reports_taken_back)], (3, 3, 4, 4, 4),
            ),
            _referrals(say),
            _owed(say),
            Section("hashes", say.t("part_hashes"), (say.t("hashes_note"), *_chain(say))),
        ),
    )  # fmt: skip


def json_of(facts: CasePaper) -> bytes:
    """The same facts by their codes, for a program; instants carry their zone."""
    return json.dumps(asdict(facts), ensure_ascii=False, indent=1, default=date.isoformat).encode()


def _about(say: Phrases) -> Section:
    facts = say.paper
    rows = [
        ("number", facts.number or ""),
        ("made_at", say.moment(facts.made_at)),
        ("state", say.t(f"state_{facts.state.value}") if facts.state else ""),
        ("raised_at", say.moment(facts.raised_at)),
        ("reporter", say.who(facts.reporter) if facts.reporter else ""),
    ]
    if facts.taken_by:
        rows.append(("taken_by", f"{say.who(facts.taken_by)}  {say.moment(facts.taken_at)}"))
    if facts.outcome:
        rows.append(("outcome", say.t(f"outcome_{facts.outcome.value}")))
    if facts.released_at:
        rows.append(("ended", say.t("released", at=say.moment(facts.released_at))))
    return say.pairs("about", rows)


def _siblings(say: Phrases) -> Section:
    """Each word about another child of the home; the newest about a child holds."""
    rows = [
        (
            say.or_blank(one.name, "name"), say.day(one.born_on), one.school_name,
            say.t("sibling_concerned" if one.is_concerned else "sibling_cleared"),
            say.moment(one.happened_at), say.moment(one.entered_at), say.who(one.who),
        )
        for one in say.paper.siblings
    ]  # fmt: skip
    head = ("name", "born_on", "school", "what", "happened", "entered", "who")
    return say.listed("siblings", head, rows, (3, 3, 4, 3, 3, 3, 3))


def _timeline(say: Phrases) -> Section:
    rows = [
        (
            str(place),
            say.moment(one.happened_at),
            say.moment(one.entered_at),
            _fact(say, one),
            say.who(one.who),
        )
        for place, one in enumerate(say.paper.happened, 1)
    ]
    return say.listed("timeline", ("place", "happened", "entered", "what", "who"), rows, (1, 3, 3, 4, 3))


def _fact(say: Phrases, one: Happened) -> str:
    """An entry that stands no more, or the one in its place, says which the other is and why."""
    lines = [say.fact(one)]
    if one.amends is not None and one.mistake is not None:
        key = "amends" if one.is_fact else "takes_back"
        lines += [say.t(key, place=one.amends), say.t(f"mistake_{one.mistake.value}")]
    if one.amended_by is not None:
        lines.append(say.t("amended_by", place=one.amended_by))
    return "\n".join(lines)


def _told(say: Phrases, one: Told) -> tuple[str, ...]:
    authority, *row = say.told_row(one)
    if one.taken_back_at is not None:
        authority += "\n" + say.t("taken_back", at=say.moment(one.taken_back_at))
    return (authority, *row)


def _words(say: Phrases) -> Section:
    rows = [
        (str(one.place), _kind(say, one), say.moment(one.entered_at), say.who(one.who), _text(say, one))
        for one in say.paper.words
    ]
    return say.listed("words", ("place", "kind", "entered", "who", "words"), rows, (1, 3, 3, 3, 8))


def _kind(say: Phrases, one: Written) -> str:
    kind = say.t(f"words_{one.kind.value}")
    if one.amends is not None:
        kind += "\n" + say.t("amends", place=one.amends)
    if one.amended_by is not None:
        kind += "\n" + say.t("amended_by", place=one.amended_by)
    return kind


def _text(say: Phrases, one: Written) -> str:
    words = say.t("words_gone") if one.text is None else one.text
    if one.document is None:
        return words
    attached = say.t("document", name=one.document.name, size=one.document.size, digest=one.document.digest)
    return f"{words}\n{attached}".strip()


def _referrals(say: Phrases) -> Section:
    head = ("authority", "made", "respond_by", "who", "answer")
    return say.listed(
        "referrals", head, [_referral(say, one) for one in say.paper.referrals], (3, 3, 3, 3, 4)
    )


def _referral(say: Phrases, one: Referred) -> tuple[str, ...]:
    answer = say.t("answer_none")
    if one.answer is not None:
        answer = f"{say.t(f'answer_{one.answer.value}')}  {say.moment(one.answered_at)}"
    return (
        say.authority(one.authority),
        say.moment(one.made_at),
        say.moment(one.respond_by),
        say.who(one.who),
        answer,
    )


def _owed(say: Phrases) -> Section:
    rows = [(say.t(f"clock_{one.kind.value}"), say.moment(one.due_at)) for one in say.paper.owed]
    return say.listed("owed", ("what", "due"), rows, (5, 4))


def _chain(say: Phrases) -> tuple[str, ...]:
    chain = say.paper.chain
    return (say.t("chain", place=chain.place, digest=chain.digest),) if chain else ()
