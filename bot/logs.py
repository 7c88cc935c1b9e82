"""Logs that can't learn a name: only the fields on the list pass."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "exception", "code", "fact", "step", "danger", "kind", "outcome",
        "mend", "reference", "count", "inbox_id", "account_id", "person_id", "child_id", "case_id",
        "words_id", "notification_id", "chat_id", "update_id", "seconds", "address", "reason",
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
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s")


def _name_the_accident(
    _logger: object, _method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Keep where an exception happened and its type; its message may quote somebody."""
    if entry.pop("exc_info", None):
        kind, _, trace = sys.exc_info()
        places = []
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        entry["exception"] = f"{kind.__name__ if kind else '?'} at {' < '.join(reversed(places[-8:]))}"
    return entry


def _only_allowed(_logger: object, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: value for name, value in entry.items() if name in ALLOWED}
