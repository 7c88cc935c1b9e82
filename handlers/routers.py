"""Every router of the bot, in the order in which they are tried: each miss costs about 0.1 ms."""

from aiogram import Router

from handlers import (
    alerts,
    alerts_said,
    calendar,
    cases,
    casework,
    checkins,
    children,
    consents,
    contacts,
    county,
    duty,
    groups,
    home,
    hotlines,
    household,
    joining,
    lesson,
    lines,
    my_duty,
    phones,
    pins,
    places,
    posts,
    practice,
    privacy,
    reaching,
    requests,
    rhythm,
    roster,
    school,
    settings,
    sheets,
    start,
    tasks,
    unknown,
    words,
)


def make() -> list[Router]:
    """Commands and keys first, so that /start works from any state; what nobody knew comes last."""
    subjects = (
        alerts, cases, casework, checkins, contacts, children, sheets, joining, school, county, posts,
        settings, pins, phones, rhythm, lesson, practice, calendar, tasks, duty, my_duty, roster, home,
        household, places, lines, reaching, privacy, consents, requests, words, hotlines, alerts_said,
        unknown,
    )  # fmt: skip
    return [
        groups.make_router(),
        words.make_danger_router(),
        start.make_router(),
        *(subject.make_router() for subject in subjects),
    ]
