"""Seal the words of a case's file with the case's own key, and open them again."""

import secrets

from cryptography.fernet import Fernet, InvalidToken
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.case_keys import CaseKeys
from models.database import CASE_KEYS


def seal(session: AsyncSession, case: Case, text: str) -> str:
    """The first words of a case bring its key about, which is on the disk before they are."""
    if case.key_name is None:
        case.key_name = secrets.token_hex(16)
        session.add(case)
    return _keys(session).find_or_make(case.key_name).encrypt(text.encode()).decode()


def unseal(session: AsyncSession, case: Case, sealed: str) -> str | None:
    """None: the key was destroyed, or its folder is lost."""
    key = _keys(session).find(case.key_name) if case.key_name else None
    return None if key is None else _open(key, sealed)


def destroy(session: AsyncSession, case: Case) -> bool:
    """End the key: nobody reads these words again. Whether there was one."""
    return case.key_name is not None and _keys(session).destroy(case.key_name)


def _open(key: Fernet, sealed: str) -> str | None:
    try:
        return key.decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _keys(session: AsyncSession) -> CaseKeys:
    keys = session.info.get(CASE_KEYS)
    if not isinstance(keys, CaseKeys):
        raise TypeError("this database was opened without a folder for the keys of cases")
    return keys
