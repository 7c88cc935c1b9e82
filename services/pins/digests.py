"""Argon2id, off the loop: it is slow on purpose, and nobody else should wait for it."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()


async def make(pin: str) -> str:
    """Return the digest of a PIN, its parameters and salt included."""
    return await asyncio.to_thread(_HASHER.hash, pin)


async def fits(digest: str, pin: str) -> bool:
    return await asyncio.to_thread(_fits, digest, pin)


def _fits(digest: str, pin: str) -> bool:
    try:
        return _HASHER.verify(digest, pin)
    except (VerificationError, InvalidHashError):
        return False
