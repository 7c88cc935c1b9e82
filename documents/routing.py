"""The table of who is told what and when, as Markdown: for the people of a place to read line by line."""

from collections.abc import Iterable, Sequence

from documents.routing_review import review
from locales import translate
from models.case_codes import Involved
from models.codes import Role
from services.alerts.routing import ANSWER, Route, Suspect, routes_of, step_heard
from services.profile import Adult, Profile, Situation, Verdict

COLUMNS = ("suspect", "answer", "told", "left_out", *Adult)


def write(profile: Profile, locale: str) -> str:
    """Return the whole page; it says nothing but what the profile decides."""
    parts = [_head(profile, locale), _wrong_answers(profile, locale)]
    parts += [_situation(profile, one, locale) for one in profile.situations]
    return "\n\n".join(parts) + "\n"


def _head(profile: Profile, locale: str) -> str:
    minutes = ", ".join(f"{_role(step.role, locale)} {step.wait_minutes}" for step in profile.ladder.steps)
    words = {
        **_numbers(profile, locale),
        "profile": profile.id,
        "minutes": minutes,
        "seconds": profile.draft_seconds,
    }
    title = f"# {translate(locale, 'routing.title', profile=profile.id)}"
    made, *how = (
        translate(locale, f"routing.{key}", **words) for key in ("made", "ladder", "home", "columns")
    )
    reading = f"## {translate(locale, 'routing.reading_title')}"
    return "\n\n".join([title, made, reading, *how, *review(profile, locale)])


def _wrong_answers(profile: Profile, locale: str) -> str:
    """What the suspect hears when the reporter names somebody else: where a wrong tap costs something."""
    answers: tuple[Involved | None, ...] = (*Involved, None)
    head = [translate(locale, "routing.suspect"), *(_answer(profile, one, locale) for one in answers)]
    rows = [
        [_suspect(suspect, locale), *(_heard(profile, suspect, answer, locale) for answer in answers)]
        for suspect in Suspect
    ]
    title = f"## {translate(locale, 'routing.wrong_title')}"
    return "\n\n".join([title, translate(locale, "routing.wrong"), _table(head, rows)])


def _heard(profile: Profile, suspect: Suspect, answer: Involved | None, locale: str) -> str:
    """One word where it is the same in every situation; else the situations that differ, by their codes."""
    by_step: dict[int | None, list[str]] = {}
    for one in profile.situations:
        by_step.setdefault(step_heard(profile, one, suspect, answer), []).append(one.code)
    usual = max(by_step, key=lambda step: len(by_step[step]))
    words = [_step(usual, locale)]
    words += [
        f"{', '.join(codes)}: {_step(step, locale)}" for step, codes in by_step.items() if step != usual
    ]
    text = "; ".join(words)
    return f"**{text}**" if answer is ANSWER[suspect] else text


def _step(step: int | None, locale: str) -> str:
    return (
        translate(locale, "routing.not_told")
        if step is None
        else translate(locale, "routing.told_at", step=step + 1)
    )


def _situation(profile: Profile, situation: Situation, locale: str) -> str:
    title = f"## {situation.code} · {situation.words[locale]}{'' if situation.verified else ' *'}"
    order = translate(locale, f"routing.{_called_first(situation)}_first", **_numbers(profile, locale))
    goes = translate(
        locale,
        f"routing.report_{situation.deadline}",
        who=_joined((profile.authority(one).words[locale] for one in situation.authority), locale),
        source=situation.source,
    )
    head = [translate(locale, f"routing.{column}") for column in COLUMNS]
    rows = _merged(_row(profile, one, locale) for one in routes_of(profile, situation))
    return "\n\n".join([title, f"{order} {goes}", _table(head, rows)])


def _numbers(profile: Profile, locale: str) -> dict[str, str]:
    """Whom to call; in words where the profile names no number for it."""
    known = {line.serves: line.number for line in profile.hotlines}
    return {one: known.get(one) or translate(locale, f"routing.{one}") for one in ("ambulance", "police")}


def _called_first(situation: Situation) -> str:
    if situation.medical_first:
        return "medical"
    return "police" if situation.goes_to_police else "danger"


def _row(profile: Profile, route: Route, locale: str) -> list[str]:
    steps = " → ".join(_role(one, locale) for one in route.steps)
    if route.head_if_agreed:
        steps = translate(locale, "routing.head_if_agreed", steps=steps)
    return [
        _suspect(route.suspect, locale),
        _answer(profile, route.involved, locale),
        steps,
        _joined((translate(locale, f"routing.{one}") for one in sorted(route.left_out)), locale),
        *(_verdict(one, locale) for one in route.verdicts),
    ]


def _merged(rows: Iterable[list[str]]) -> list[list[str]]:
    """Suspects of whom all the same is said share a row."""
    suspects: dict[tuple[str, ...], list[str]] = {}
    for suspect, *rest in rows:
        suspects.setdefault(tuple(rest), []).append(suspect)
    return [["; ".join(names), *rest] for rest, names in suspects.items()]


def _verdict(verdict: Verdict, locale: str) -> str:
    if verdict.has_no_other_side:
        return "–"
    mark = "" if verdict.rule.verified else " *"
    return translate(locale, f"routing.when_{verdict.when.value}") + mark


def _suspect(suspect: Suspect | None, locale: str) -> str:
    return translate(locale, f"routing.suspect_{suspect.value if suspect else 'unsaid'}")


def _answer(profile: Profile, involved: Involved | None, locale: str) -> str:
    return translate(locale, "routing.unsaid") if involved is None else profile.group(involved).words[locale]


def _role(role: Role, locale: str) -> str:
    return translate(locale, f"routing.role_{role.value}")


def _joined(words: Iterable[str], locale: str) -> str:
    return translate(locale, "routing.and").join(words)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
