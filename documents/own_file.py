"""What is held of a person, as two files: one to be read on any phone, one to be read by another program."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from locales import translate
from services.consents.rules import CONTACT
from services.privacy.types import Entry, Holdings, Line, Value
from services.profile import Profile
from services.wallclock import find_zone

SAID_BEFORE = {"reason": "requests.why"}  # the asker has read it once: it says the same here


def text_file(holdings: Holdings, profile: Profile, locale: str) -> bytes:
    """Plain lines in the reader's language; the mark in front tells old programs that it is UTF-8."""
    return "\n".join(_lines(holdings, profile, locale)).encode("utf-8-sig")


def json_file(holdings: Holdings) -> bytes:
    """The same facts under the names of our own tables and columns; instants in UTC."""
    held = {one.table: [_plain(entry) for entry in one.entries] for one in holdings.sections}
    whole = {"made_at": holdings.made_at.isoformat(), "held": held}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def file_name(locale: str, ending: str) -> str:
    return f"{translate(locale, 'held.file_name')}.{ending}"


def _lines(holdings: Holdings, profile: Profile, locale: str) -> Iterator[str]:
    yield translate(locale, "held.title", at=_said(holdings.made_at, holdings.timezone, locale))
    yield translate(locale, "held.kept")
    for section in holdings.sections:
        yield ""
        yield translate(locale, f"held.table_{section.table}")
        for entry in section.entries:
            yield "—"
            for line in entry:
                yield translate(
                    locale, "held.line", name=translate(locale, f"held.{line.name}"),
                    value=_words(line, holdings.timezone, profile, locale),
                )  # fmt: skip


def _words(line: Line, timezone: str, profile: Profile, locale: str) -> str:
    if line.is_code:
        words = SAID_BEFORE.get(line.name, f"held.{line.name}")
        return _of_profile(line, profile, locale) or translate(locale, f"{words}_{line.value}")
    return _said(line.value, timezone, locale)


def _of_profile(line: Line, profile: Profile, locale: str) -> str | None:
    """What a place's profile calls it; a code that it no longer knows stands as it is."""
    choices: dict[str, Any] = {
        "care": profile.care_types,
        "parents_away": profile.away,
        "excuse": profile.cant,
        "purpose": profile.purposes,
    }
    if line.name not in choices or line.value == CONTACT:
        return None
    found = next((one for one in choices[line.name] if one.code == line.value), None)
    return str(found.words[locale] if found else line.value)


def _said(value: Value, timezone: str, locale: str) -> str:
    match value:
        case None:
            return translate(locale, "held.nothing")
        case bool():
            return translate(locale, "held.yes" if value else "held.no")
        case datetime():
            return f"{value.astimezone(find_zone(timezone)):%Y-%m-%d %H:%M}"
        case date():
            return f"{value:%Y-%m-%d}"
        case _:
            return str(value)


def _plain(entry: Entry) -> dict[str, Any]:
    return {
        line.name: line.value.isoformat() if isinstance(line.value, date | datetime) else line.value
        for line in entry
    }
