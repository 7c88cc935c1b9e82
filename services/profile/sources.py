"""A profile's file as it was written: its content, and the line of each key."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from services.profile.overlay import name_of

Key = str | int


class ProfileError(Exception):
    """A profile can't be used; the message is one sentence that names the file and the field."""


@dataclass(frozen=True)
class Source:
    """`name` as a reader knows the file; `content` names fields, and nothing stands twice."""

    name: str
    content: dict[str, Any]
    node: yaml.Node

    def line_of(self, names: Sequence[str]) -> tuple[int, int]:
        """Return how many of the names are found, one inside the other, and the line of the last."""
        node, depth = self.node, 0
        line = 1
        for name in names:
            found = _child(node, name)
            if found is None:
                break
            line, node, depth = found[0], found[1], depth + 1
        return depth, line


def read_source(path: Path) -> Source:
    """Raises ProfileError for what is no file, no YAML or holds no fields."""
    name = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
        content, node = yaml.load(text, _Loader), yaml.compose(text, yaml.SafeLoader)  # noqa: S506
    except FileNotFoundError:
        raise ProfileError(f"There is no file {name}.") from None
    except (OSError, UnicodeDecodeError):
        raise ProfileError(f"{name}: the file can't be read as text.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProfileError(f"{name}: line {line} is not valid YAML ({error.problem}).") from None
    if not isinstance(content, dict) or node is None:
        raise ProfileError(f"{name}: the file must hold named fields.")
    return Source(name, content, node)


def names_in(content: Any, keys: Sequence[Key]) -> tuple[str, ...]:
    """Say a place in words: an entry by its name where it has one, else counted from 1."""
    names = []
    for key in keys:
        content = _step(content, key)
        names.append((name_of(content) or str(key + 1)) if isinstance(key, int) else key)
    return tuple(names)


def _step(content: Any, key: Key) -> Any:
    try:
        return content[key]
    except (KeyError, IndexError, TypeError):
        return None


def _child(node: yaml.Node, name: str) -> tuple[int, yaml.Node] | None:
    """The line on which a field or an entry begins, and what it holds."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == name:
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode):
        for place, entry in enumerate(node.value, start=1):
            called = name_of(_scalars(entry))
            if called == name or (called is None and str(place) == name):
                return entry.start_mark.line + 1, entry
    return None


def _scalars(node: yaml.Node) -> dict[str, str]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return {key.value: value.value for key, value in pairs if isinstance(value, yaml.ScalarNode)}


class _Loader(yaml.SafeLoader):
    """YAML without its trap of a key that stands twice, where the later one silently wins."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise yaml.constructor.ConstructorError(None, None, f"{key} stands twice", node.start_mark)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
