"""What a stranger must know before trusting the table of who is told: what was read, what nobody decided.

It is said from the profile alone: that somebody read a text is what its author vouches for with `verified`.
"""

from collections.abc import Callable, Iterable

from locales import translate
from models.case_codes import Involved
from services.profile import Adult, Profile, When, who_is_told
from services.profile.telling import Rule


def review(profile: Profile, locale: str) -> list[str]:
    """The paragraphs, each with its title."""
    parts = (("reviewed", _reviewed), ("silent", _silent), ("unverified", _unverified))
    return [
        paragraph
        for key, write in parts
        for paragraph in (f"## {translate(locale, f'routing.{key}_title')}", write(profile, locale))
    ]


def _reviewed(profile: Profile, locale: str) -> str:
    said = translate(locale, "routing.reviewed", on=profile.last_reviewed.isoformat())
    lawyer = translate(locale, f"routing.lawyer_{'yes' if profile.verified else 'no'}")
    read = _sources(profile, lambda rule: rule.verified, locale)
    return "\n".join([f"{lawyer} {said}", "", *read])


def _silent(profile: Profile, locale: str) -> str:
    """For each adult, the situations in which a person decides, whatever was answered or for some answers."""
    lines = []
    for adult in (Adult.PARENT, Adult.CARER, Adult.VILLAGE):
        cells = [_decided(profile, code, adult, locale) for code in _codes(profile)]
        who = translate(locale, f"routing.{adult.value}")
        lines.append(f"- **{who}**: {'; '.join(one for one in cells if one)}")
    return "\n".join([translate(locale, "routing.silent"), "", *lines])


def _decided(profile: Profile, code: str, adult: Adult, locale: str) -> str:
    answers = [
        one
        for one in Involved
        for verdict in who_is_told(profile, code, one)
        if verdict.adult is adult and verdict.when is When.PERSON_DECIDES
    ]
    if not answers:
        return ""
    if len(answers) == len(Involved):
        return code
    words = translate(locale, "routing.and").join(profile.group(one).words[locale] for one in answers)
    return f"{code} ({words})"


def _unverified(profile: Profile, locale: str) -> str:
    codes = ", ".join(one.code for one in profile.situations if not one.verified) or "–"
    said = translate(locale, "routing.unverified", codes=codes)
    return "\n".join([said, "", *_sources(profile, lambda rule: not rule.verified, locale)])


def _sources(profile: Profile, wanted: Callable[[Rule], bool], locale: str) -> list[str]:
    """Each source once, with what stands on it."""
    by_source: dict[str, list[Rule]] = {}
    for rule in profile.telling:
        if wanted(rule):
            by_source.setdefault(rule.source, []).append(rule)
    return [
        f"- {source}: {'; '.join(dict.fromkeys(_of(rule, locale) for rule in rules))}"
        for source, rules in by_source.items()
    ]


def _of(rule: Rule, locale: str) -> str:
    situations = ", ".join(rule.situations or (translate(locale, "routing.any_situation"),))
    who = translate(locale, "routing.and").join(_names(rule.tell, locale))
    return f"{situations} → {who}"


def _names(adults: Iterable[Adult], locale: str) -> Iterable[str]:
    return (translate(locale, f"routing.{one.value}") for one in adults)


def _codes(profile: Profile) -> list[str]:
    return [one.code for one in profile.situations]
