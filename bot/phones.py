"""What an operator does when nobody at a school can: cut a phone off, or remove a PIN."""

from datetime import UTC, datetime

from bot.asking import who_am_i
from bot.preparing import open_database
from bot.settings import Settings
from bot.words import OperatorError, say
from models.database import Session
from services import profile as profiles
from services.joining import lost_phones, returning
from services.joining.types import Invited
from services.people.queries import find_account
from services.pins import service as pins
from services.profile import Profile


async def lose_phone(settings: Settings, *, telegram_id: int) -> None:
    """Print, for everybody who was on it, how they come back. Needs Telegram for nothing but a nicer link."""
    profile = profiles.load(settings.profile)
    async with open_database(settings) as database, database.transaction() as session:
        tokens = await _cut_off(session, now=datetime.now(UTC), profile=profile, telegram_id=telegram_id)
    print(say("phone_lost"))  # noqa: T201
    address = await _address(settings)
    for person_id, token in tokens.items():
        print(say("phone_way_back", person_id=person_id, hours=profile.invitation_hours.staff))  # noqa: T201
        print(f"{address}{token}")  # noqa: T201


async def reset_pin(settings: Settings, *, telegram_id: int) -> None:
    """Its owner chooses a new one at the next record."""
    async with open_database(settings) as database, database.transaction() as session:
        is_reset = await pins.forget_by_operator(session, now=datetime.now(UTC), telegram_id=telegram_id)
    if not is_reset:
        raise OperatorError("pin_none", telegram_id=telegram_id)
    print(say("pin_reset"))  # noqa: T201


async def _cut_off(session: Session, *, now: datetime, profile: Profile, telegram_id: int) -> dict[int, str]:
    """Map everybody who was on the phone to the token of their way back."""
    account = await find_account(session, telegram_id=telegram_id)
    people = await lost_phones.cut_off_by_operator(session, now=now, account=account) if account else []
    if not people:
        raise OperatorError("phone_unknown", telegram_id=telegram_id)
    tokens = {}
    for person_id in people:
        link = await returning.make_way_back(
            session, now=now, profile=profile, person_id=person_id, inviter_id=None
        )
        if isinstance(link, Invited):
            tokens[person_id] = link.token
    return tokens


async def _address(settings: Settings) -> str:
    """What stands before a token: a link, or a command to be typed while nobody tells us our name."""
    try:
        return f"https://t.me/{(await who_am_i(settings)).username}?start="
    except OperatorError:
        return "/start "
