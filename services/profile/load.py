"""Read a profile, or say in plain sentences what is wrong with it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from services.profile.overlay import lay_over
from services.profile.schema import Profile
from services.profile.sources import Key, ProfileError, Source, names_in, read_source
from services.profile.whole import Fault, find_unused

PROFILES = Path(__file__).resolve().parents[2] / "profiles"
CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,8})?")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: in which file, on which line, in one sentence."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}: line {self.line}: {self.sentence}"


@dataclass(frozen=True)
class Examined:
    """`profile` is None where something is wrong; `unverified` names what nobody has checked."""

    profile: Profile | None
    problems: tuple[Problem, ...]
    unverified: tuple[str, ...]


@cache
def load(code: str) -> Profile:
    """Return the profile of a jurisdiction such as CN. Raises ProfileError; a profile is read once."""
    if not CODE.fullmatch(code):
        raise ProfileError(f"{code!r} is not the code of a profile; a code looks like CN.")
    return read(PROFILES / f"{code}.yaml")


def read(path: Path) -> Profile:
    """Return the profile in a file. Raises ProfileError for the first thing that is wrong."""
    examined = examine(path)
    if examined.profile is None:
        raise ProfileError(str(examined.problems[0]))
    return examined.profile


def examine(path: Path) -> Examined:
    """Read a profile and all that is wrong with it. Raises ProfileError where nothing can be read."""
    sources = _sources(path)
    content: dict[str, Any] = sources[-1].content
    for source in sources[-2::-1]:
        content = lay_over(content, source.content)
    content = {key: value for key, value in content.items() if key != "extends"}
    profile, faults = _validate(content)
    if profile is not None:
        faults += find_unused(profile, own=len(sources[0].content.get("telling", profile.telling)))
    if profile is not None and profile.id != path.stem:
        faults.append(Fault(("id",), f"id: is {profile.id}, but the file's name says {path.stem}"))
    problems = tuple(_problem(fault, content, sources) for fault in faults)
    return Examined(None if problems else profile, problems, tuple(_unverified(content)))


def _sources(path: Path) -> list[Source]:
    """The file, and the one beside it that it extends."""
    source = read_source(path)
    below = source.content.get("extends")
    if below is None:
        return [source]
    if not isinstance(below, str) or not CODE.fullmatch(below) or below == path.stem:
        raise ProfileError(f"{source.name}: extends: must be the code of another profile, such as CN.")
    base = read_source(path.parent / f"{below}.yaml")
    if "extends" in base.content:
        raise ProfileError(f"{source.name}: extends: {below} extends another one itself; only one may.")
    return [source, base]


def _validate(content: dict[str, Any]) -> tuple[Profile | None, list[Fault]]:
    languages, faults = content.get("languages"), list[Fault]()
    context: dict[str, Any] = {"faults": faults}
    if isinstance(languages, list):
        context["languages"] = [str(language) for language in languages]
    try:
        return Profile.model_validate(content, context=context), faults
    except ValidationError as error:
        return None, [_fault(one["loc"], one["msg"], content) for one in error.errors()]


def _fault(keys: Sequence[Key], message: str, content: dict[str, Any]) -> Fault:
    where = ".".join(names_in(content, keys))
    reason = message.removeprefix("Value error, ")
    return Fault(tuple(keys), f"{where}: {reason}" if where else reason)


def _problem(fault: Fault, content: dict[str, Any], sources: Sequence[Source]) -> Problem:
    """In the file that says the most of it, the upper one first."""
    names = names_in(content, fault.place)
    found = [(*sources[0].line_of(names), sources[0].name)]
    for base in sources[1:]:
        above = len(sources[0].content.get("telling", ()))
        found.append((*base.line_of(_without(names, above)), base.name))
    _, line, name = max(found, key=lambda one: one[0])
    return Problem(name, line, f"{fault.sentence}.")


def _without(names: tuple[str, ...], above: int) -> tuple[str, ...]:
    """The rules of who is told have no names: those of the lower file count on from the upper one's."""
    if names[:1] != ("telling",) or len(names) == 1:
        return names
    place = int(names[1]) - above
    return (*names[:1], str(place), *names[2:]) if place > 0 else names[:1]


def _unverified(content: Any, names: tuple[str, ...] = ()) -> Iterator[str]:
    """What says of itself that nobody has checked it, by the way that leads to it."""
    if isinstance(content, dict):
        if content.get("verified") is False:
            yield ".".join(names) or "the profile as a whole"
        for key, value in content.items():
            yield from _unverified(value, (*names, str(key)))
    elif isinstance(content, list):
        for place, value in enumerate(content):
            yield from _unverified(value, (*names, *names_in(content, (place,))))
