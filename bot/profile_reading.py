"""What `profile …` does."""

import sys
from pathlib import Path

from bot.settings import Settings
from bot.words import OperatorError, say
from documents.routing import write
from services.profile import Profile, ProfileError
from services.profile.load import Examined, examine


async def check(_settings: Settings, *, file: Path) -> None:
    """Print what is wrong, a line each, then what nobody has verified; exit with 1 when anything is wrong."""
    examined = _examine(file)
    profile = _sound(examined)
    told = {"situations": len(profile.situations), "rules": len(profile.telling)}
    print(say("profile_sound", profile=profile.id, **told))  # noqa: T201
    if examined.unverified:
        print(say("profile_unverified", count=len(examined.unverified)))  # noqa: T201
        for name in examined.unverified:
            print(f"- {name}")  # noqa: T201


async def show_routing(settings: Settings, *, file: Path, locale: str | None) -> None:
    print(write(_sound(_examine(file)), locale or settings.default_locale), end="")  # noqa: T201


def _examine(file: Path) -> Examined:
    """Exit with 1 for a file that is no YAML. Raises OperatorError where there is none."""
    if not file.is_file():
        raise OperatorError("profile_missing", path=file)
    try:
        return examine(file)
    except ProfileError as error:
        print(error)  # noqa: T201
        sys.exit(1)


def _sound(examined: Examined) -> Profile:
    if examined.profile is None:
        for problem in examined.problems:
            print(problem)  # noqa: T201
        print(say("profile_wrong", count=len(examined.problems)))  # noqa: T201
        sys.exit(1)
    return examined.profile
