"""Give people on duty another way, and let a room's knocks really go there."""

from datetime import datetime

from sqlmodel import col, select

from delivery.other_ways import OtherWays
from delivery.post import Post
from models import Notification, OtherWay
from models.codes import Notice
from models.database import Database
from scheduler.metronome import Metronome
from services.profile import Profile
from services.ways import service as ways
from tests.phones import Room
from tests.voices import Voice
from tests.world import NOW


async def give_way(database: Database, profile: Profile, person_id: int, url: str) -> int:
    async with database.transaction() as session:
        return await ways.add(
            session, now=NOW, profile=profile, person_id=person_id, scheme=url.split(":")[0], url=url
        )


def open_doors(room: Room) -> None:
    """Let knocks leave the room by SMTP and HTTP, as they do in the bot."""
    post = Post(Voice(room), OtherWays())
    room.metronome = Metronome(room.database, room.clock, post, room.profile)


async def failing_since(database: Database) -> list[datetime | None]:
    async with database.reading() as session:
        return list(await session.exec(select(OtherWay.failed_at).order_by(col(OtherWay.id))))


async def knocks(database: Database) -> list[Notification]:
    async with database.reading() as session:
        query = select(Notification).where(Notification.kind == Notice.KNOCK).order_by(col(Notification.id))
        return list(await session.exec(query))
