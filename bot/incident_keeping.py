"""What `incident …` does."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.preparing import open_database
from bot.settings import Settings
from bot.words import OperatorError, locale, say
from locales import translate
from models.codes import IncidentKind
from services import profile as profiles
from services.incidents import queries
from services.incidents import service as incidents
from services.incidents.rules import clock_of
from services.incidents.types import KeptIncident, Told
from services.wallclock import instant_of, local


async def add(
    settings: Settings,
    *,
    kind: IncidentKind,
    noticed: datetime,
    happened: datetime | None,
    people: int | None,
    words: str,
) -> None:
    """Print its number and until when the authority must know. Raises CareError."""
    async with open_database(settings) as database, database.transaction() as session:
        kept = await incidents.add(
            session,
            now=datetime.now(UTC),
            profile=profiles.load(settings.profile),
            kind=kind,
            noticed_at=_instant(noticed, settings),
            happened_at=_instant(happened, settings) if happened else None,
            people=people,
            words=words,
        )
    print(say("incident_kept", n=kept.incident_id, due=_moment(kept.due_at, settings)))  # noqa: T201


async def list_incidents(settings: Settings) -> None:
    async with open_database(settings) as database, database.reading() as session:
        found = await queries.list_all(session, profile=profiles.load(settings.profile))
    for one in found:
        print(_line(one, settings))  # noqa: T201
    if not found:
        print(say("incidents_none"))  # noqa: T201


async def note_told(
    settings: Settings, *, incident_id: int, authority: bool, people: bool, at: datetime | None
) -> None:
    """Raise OperatorError incident_told_whom, or CareError."""
    told = [one for one, is_so in ((Told.AUTHORITY, authority), (Told.PEOPLE, people)) if is_so]
    if not told:
        raise OperatorError("incident_told_whom")
    now, profile = datetime.now(UTC), profiles.load(settings.profile)
    then = _instant(at, settings) if at else now
    async with open_database(settings) as database, database.transaction() as session:
        for one in told:
            kept = await incidents.note_told(
                session, now=now, profile=profile, incident_id=incident_id, told=one, at=then
            )
    print(_line(kept, settings))  # noqa: T201


async def close(settings: Settings, *, incident_id: int) -> None:
    async with open_database(settings) as database, database.transaction() as session:
        kept = await incidents.close(
            session, now=datetime.now(UTC), profile=profiles.load(settings.profile), incident_id=incident_id
        )
    print(_line(kept, settings))  # noqa: T201


def _line(one: KeptIncident, settings: Settings) -> str:
    return say(
        "incident_line",
        n=one.incident_id,
        kind=translate(locale(), f"papers.incident_{one.kind.value}"),
        noticed=_moment(one.noticed_at, settings),
        due=_moment(one.due_at, settings),
        clock=translate(locale(), f"breach.clock_{clock_of(one, datetime.now(UTC)).value}"),
        people=_moment(one.people_told_at, settings),
        closed=_moment(one.closed_at, settings),
    )


def _instant(shown: datetime, settings: Settings) -> datetime:
    """What the clocks of TIMEZONE showed, as an instant."""
    return instant_of(shown.date(), shown.time(), ZoneInfo(settings.timezone))


def _moment(instant: datetime | None, settings: Settings) -> str:
    if instant is None:
        return translate(locale(), "papers.not_yet")
    return f"{local(instant, ZoneInfo(settings.timezone)):%Y-%m-%d %H:%M}"
