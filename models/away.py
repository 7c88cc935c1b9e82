"""Whether the database itself can't be used just now: then nobody's update is to blame."""

from sqlalchemy.exc import DBAPIError

# A full disk, a failing one, one that became read-only, another program that holds the file.
SQLITE = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_BUSY", "SQLITE_NOMEM")
# Connection trouble, resources at an end, an operator's hand, trouble of the system's.
POSTGRESQL = ("08", "53", "57P", "58")


def is_away(error: BaseException) -> bool:
    """Tell trouble with the storage from an accident of the code's own."""
    if not isinstance(error, DBAPIError):
        return False
    name = getattr(error.orig, "sqlite_errorname", None) or ""
    state = getattr(error.orig, "sqlstate", None) or ""
    return error.connection_invalidated or name.startswith(SQLITE) or state.startswith(POSTGRESQL)
