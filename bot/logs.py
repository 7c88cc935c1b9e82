"""Logs that can't learn a name: only the fields on the list pass."""

import logging
import sys
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "exception", "code", "fact", "step", "danger", "kind", "outcome",
        "mend", "reference", "count", "inbox_id", "account_id", "person_id", "child_id", "case_id",
        "clock", "clock_id", "practice_id", "request_id", "rung",
        "plan_id", "words_id", "notification_id", "chat_id", "update_id", "seconds", "address", "reason",
    }
)  # fmt: skip


def set_up_logs() -> None:
    """One line per event to standard error; libraries speak from WARNING on (their URLs hold the token)."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _name_the_accident,
            _only_allowed,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    stderr = logging.StreamHandler(sys.stderr)
    stderr.setFormatter(_PlacesOnly("%(levelname)s %(name)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[stderr])


class _PlacesOnly(logging.Formatter):
    """A library's line: who speaks and how loudly; of an exception its type and places, never its words."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        return _places(*ei)


def _places(kind: type[BaseException] | None, _error: object, trace: TracebackType | None) -> str:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return f"{kind.__name__ if kind else '?'} at {' < '.join(reversed(places[-8:]))}"


def _name_the_accident(
    _logger: object, _method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Keep where an exception happened and its type; its message may quote somebody."""
    if entry.pop("exc_info", None):
        entry["exception"] = _places(*sys.exc_info())
    return entry


def _only_allowed(_logger: object, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: value for name, value in entry.items() if name in ALLOWED}
