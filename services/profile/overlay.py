"""Lay what a province changes over what its country says."""

from typing import Any

NAMES = ("code", "number", "kind", "value")  # what an entry of a list is called by


def name_of(entry: Any) -> str | None:
    """What an entry of a list is called by, such as R4 or 110; None: by its place alone."""
    if not isinstance(entry, dict):
        return None
    return next((str(entry[name]) for name in NAMES if name in entry), None)


def lay_over(below: Any, above: Any, key: str = "") -> Any:
    """Return `below` with `above` in it: fields one by one, entries of a list by their names.

    A rule of who is told comes before the ones below it, for the first that fits holds. Any other list of
    nameless things, such as the steps of the ladder, is replaced whole.
    """
    if isinstance(below, dict) and isinstance(above, dict):
        return {**below, **{name: lay_over(below.get(name), value, name) for name, value in above.items()}}
    if isinstance(below, list) and isinstance(above, list):
        if key == "telling":
            return [*above, *below]
        if all(name_of(entry) for entry in [*below, *above]):
            return _by_name(below, above)
    return above


def _by_name(below: list[Any], above: list[Any]) -> list[Any]:
    changed = {name_of(entry): entry for entry in above}
    known = {name_of(entry) for entry in below}
    kept = [lay_over(entry, changed.get(name_of(entry), entry)) for entry in below]
    return [*kept, *(entry for entry in above if name_of(entry) not in known)]
