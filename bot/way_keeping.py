"""What `ways …` does: nothing is kept that hasn't just worked."""

import sys
from datetime import UTC, datetime

from bot.preparing import open_database
from bot.settings import Settings
from bot.words import OperatorError, locale, say
from delivery.addresses import AddressError, normalise, read_address, scheme_of
from delivery.other_ways import Answer, OtherWays, Words
from locales import DEFAULT, translate
from services import profile as profiles
from services.duty.knocking import load_ways
from services.duty.types import Way
from services.ways import queries
from services.ways import service as ways
from services.ways.types import KeptWay, OnDuty, Tried


async def list_ways(settings: Settings) -> None:
    """Print a line for everybody on duty, and one for each of their ways; never an address."""
    profile = profiles.load(settings.profile)
    async with open_database(settings) as database, database.reading() as session:
        people = await queries.list_on_duty(session, now=datetime.now(UTC), profile=profile)
    if not people:
        print(say("ways_nobody"))  # noqa: T201
    for person in people:
        print("\n".join([_person(person), *(_way(way) for way in person.ways)]))  # noqa: T201


async def add(settings: Settings, *, person_id: int, url: str) -> None:
    """Try a way, then keep it. Raises OperatorError or CareError with the reason why not."""
    address, profile = normalise(url), profiles.load(settings.profile)
    scheme = _ensure_readable(address)
    async with open_database(settings) as database:
        async with database.reading() as session:
            await ways.ensure_room(session, now=datetime.now(UTC), profile=profile, person_id=person_id)
            words = Words.of("test", await queries.find_locale(session, person_id=person_id) or DEFAULT)
        answer = await OtherWays().send(address, words)
        if answer is not Answer.ACCEPTED:
            raise OperatorError(f"way_{answer}", scheme=scheme)
        async with database.transaction() as session:
            way_id = await ways.add(
                session,
                now=datetime.now(UTC),
                profile=profile,
                person_id=person_id,
                scheme=scheme,
                url=address,
            )
    print(say("way_added", way_id=way_id, scheme=scheme))  # noqa: T201


async def remove(settings: Settings, *, way_id: int) -> None:
    """Raises CareError ways.no_such_way."""
    async with open_database(settings) as database, database.transaction() as session:
        await ways.remove(session, now=datetime.now(UTC), way_id=way_id)
    print(say("way_removed", way_id=way_id))  # noqa: T201


async def test(settings: Settings, *, person_id: int) -> None:
    """Try each way of somebody and note which work; exit with 1 when one doesn't."""
    profile = profiles.load(settings.profile)
    async with open_database(settings) as database:
        async with database.reading() as session:
            await ways.get_on_duty(session, now=datetime.now(UTC), profile=profile, person_id=person_id)
            knock = await load_ways(session, person_id=person_id)
            words = Words.of("test", await queries.find_locale(session, person_id=person_id) or DEFAULT)
        if knock is None:
            raise OperatorError("ways_none", person_id=person_id)
        tried = [await _try(way, words) for way in knock.ways]
        async with database.transaction() as session:
            await ways.note_tried(session, now=datetime.now(UTC), tried=tried)
    if not all(one.has_worked for one in tried):
        sys.exit(1)


async def _try(way: Way, words: Words) -> Tried:
    answer = await OtherWays().send(way.url, words)
    print(f"#{way.way_id}", say(f"way_{answer}", scheme=scheme_of(way.url)))  # noqa: T201
    return Tried(way.way_id, answer is Answer.ACCEPTED)


def _ensure_readable(address: str) -> str:
    """Return its scheme. Raises OperatorError way_unreadable or way_scheme."""
    try:
        read_address(address)
        return scheme_of(address)
    except AddressError as error:
        raise OperatorError(error.code, scheme=error.scheme) from None


def _person(person: OnDuty) -> str:
    posts = ", ".join(f"{translate(locale(), f'school.role_{role}')} ({unit})" for role, unit in person.posts)
    code = "ways_reachable" if person.has_phone else "ways_unreachable"
    return say(code, person_id=person.person_id, posts=posts)


def _way(way: KeptWay) -> str:
    if way.failed_at is None:
        return say("ways_works", way_id=way.way_id, scheme=way.scheme)
    since = f"{way.failed_at:%Y-%m-%d %H:%M} UTC"
    return say("ways_fails", way_id=way.way_id, scheme=way.scheme, since=since)
