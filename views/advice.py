"""What the profile asks of whoever holds a case: whom a report goes to, what to do and leave, who is told."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from models.case_codes import Involved
from services.profile import Adult, Profile, Situation, Verdict, who_is_told
from services.profile.telling import Rule
from views.reader import Reader

UNCHECKED = "*"  # beside what nobody has checked against a text of the place
OTHER_AGE = "△"  # beside a situation that was written for another age


def marked(text: str, is_verified: bool) -> str:  # noqa: FBT001
    return text if is_verified else f"{text} {UNCHECKED}"


def situation_label(situation: Situation, reader: Reader) -> str:
    """Its pictogram and words, marked where nobody has checked it."""
    return marked(f"{situation.pictogram} {situation.words[reader.locale]}", situation.verified)


def report_line(code: str, profile: Profile, reader: Reader) -> list[str]:
    """Whom the law wants told, and how fast; nothing for a situation that the profile no longer has."""
    return [
        marked(reader.t(f"cases.report_{one.deadline}", who=_authorities(one, profile, reader)), one.verified)
        for one in profile.situations
        if one.code == code
    ]


def goes_to_police(code: str, profile: Profile) -> bool:
    """Also where the profile no longer knows the situation."""
    return all(one.goes_to_police for one in profile.situations if one.code == code)


def unreported_lines(code: str, profile: Profile, reader: Reader, *, from_home: bool) -> list[str]:
    """That whoever the situation asks for hasn't been told yet, and how they are to be."""
    if goes_to_police(code, profile):
        return [reader.t("cases.no_police_home" if from_home else "cases.no_police")]
    key = "cases.no_report_home" if from_home else "cases.no_report_{}"
    return [
        marked(reader.t(key.format(one.deadline), who=_authorities(one, profile, reader)), one.verified)
        for one in profile.situations
        if one.code == code
    ]


def _authorities(situation: Situation, profile: Profile, reader: Reader) -> str:
    return reader.plain("cases.and").join(
        profile.authority(one).words[reader.locale] for one in situation.authority
    )


def checklist_lines(code: str, profile: Profile, reader: Reader, *, mark: str) -> list[str]:
    return [marked(f"{mark} {one.words[reader.locale]}", one.verified) for one in profile.checklist(code)]


def telling_lines(
    code: str,
    involved: Involved | None,
    profile: Profile,
    reader: Reader,
    *,
    before: Sequence[str] = (),
    told: Mapping[Adult, datetime] = MappingProxyType({}),
) -> list[str]:
    """A line for each adult outside, `told` when; a rule's note stands at its first line."""
    verdicts = [one for one in who_is_told(profile, code, involved, before) if not one.has_no_other_side]
    said: list[Rule] = []
    lines = []
    for one in verdicts:
        note = one.rule.note if one.rule.note and one.rule not in said else None
        said.append(one.rule)
        lines.append(_line(one, note[reader.locale] if note else "", reader, told_at=told.get(one.adult)))
    return lines


def legend(
    code: str, involved: Involved | None, profile: Profile, reader: Reader, *, before: Sequence[str] = ()
) -> list[str]:
    """What the mark means, where anything on a case's card bears it."""
    verdicts = who_is_told(profile, code, involved, before)
    told = unchecked((one.rule.verified for one in verdicts if not one.has_no_other_side), reader)
    return told or own_legend(code, profile, reader)


def own_legend(code: str, profile: Profile, reader: Reader) -> list[str]:
    """The same, of a card that says what to do and whom to report to, and not who else is told."""
    here = [one.verified for one in profile.checklist(code)]
    return unchecked([*here, *(one.verified for one in profile.situations if one.code == code)], reader)


def unchecked(verified: Iterable[bool], reader: Reader) -> list[str]:
    """What the mark means, where one of these bears it."""
    return [] if all(verified) else [reader.t("cases.unchecked", mark=UNCHECKED)]


def _line(verdict: Verdict, note: str, reader: Reader, *, told_at: datetime | None = None) -> str:
    adult = reader.plain(f"cases.adult_{verdict.adult.value}")
    if told_at is not None:
        return reader.t("cases.told_at", adult=adult, at=reader.moment(told_at))
    text = reader.t(f"cases.tell_{verdict.when.value}", adult=adult)
    if note:
        text = reader.t("cases.tell_note", text=text, note=note)
    return marked(text, verdict.rule.verified)
