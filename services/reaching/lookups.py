"""Find a number again without being able to read it: a hash with a key of its own."""

import hmac
import secrets
from hashlib import sha256

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import LookupKey
from models.upsert import insert_into


async def hash_phone(session: AsyncSession, number: str) -> str:
    """Return what stands in the index for an E.164 number; the first one ever makes the key."""
    key = (await session.exec(select(LookupKey.key))).first()
    if key is None:
        fresh = insert_into(session, LookupKey).values(id=1, key=secrets.token_hex(32))
        await session.exec(fresh.on_conflict_do_nothing(index_elements=["id"]))
        key = (await session.exec(select(LookupKey.key))).one()
    return hmac.new(bytes.fromhex(key), number.encode(), sha256).hexdigest()
