"""Read a profile, or say in one sentence what is wrong with it."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from services.profile.schema import Profile

PROFILES = Path(__file__).resolve().parents[2] / "profiles"


class ProfileError(Exception):
    """A profile can't be used; the message is one sentence that names the file and the field."""


class _Loader(yaml.SafeLoader):
    """YAML without its trap of a key that stands twice, where the later one silently wins."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise yaml.constructor.ConstructorError(None, None, f"{key} stands twice", node.start_mark)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


@cache
def load(code: str) -> Profile:
    """Return the profile of a jurisdiction such as CN. Raises ProfileError; a profile is read once."""
    if not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", code):
        raise ProfileError(f"{code!r} is not the code of a profile; a code looks like CN.")
    return read(PROFILES / f"{code}.yaml")


def read(path: Path) -> Profile:
    """Return the profile in a file. Raises ProfileError."""
    name = f"{path.parent.name}/{path.name}"
    content = _content(path, name)
    languages = content.get("languages")
    context = (
        {"languages": [str(language) for language in languages]} if isinstance(languages, list) else None
    )
    try:
        profile = Profile.model_validate(content, context=context)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise ProfileError(f"{name}: {field + ': ' if field else ''}{reason}.") from None
    if profile.id != path.stem:
        raise ProfileError(f"{name}: id: is {profile.id}, but the file's name says {path.stem}.")
    return profile


def _content(path: Path, name: str) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506
    except FileNotFoundError:
        raise ProfileError(f"There is no file {name}.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProfileError(f"{name}: line {line} is not valid YAML ({error.problem}).") from None
    if not isinstance(content, dict):
        raise ProfileError(f"{name}: the file must hold named fields.")
    return content
