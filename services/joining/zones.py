"""Find the time zone that somebody means by the name of a city."""

from functools import cache
from zoneinfo import available_timezones

from services.errors import CareError
from services.people.rules import narrow


def find_zone(text: str) -> str:
    """Return the zone for Europe/Berlin, berlin or New York. Raises CareError settings.zone_unknown."""
    wanted = "_".join(narrow(text).casefold().split())
    found = _zones().get(wanted)
    if found is None:
        raise CareError("settings.zone_unknown")
    return found


@cache
def _zones() -> dict[str, str]:
    """Map whole names, and cities alone, to zones; old aliases such as PRC lead nowhere."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    cities = {zone.rsplit("/", 1)[1].casefold(): zone for zone in zones}
    return cities | {zone.casefold(): zone for zone in zones}
