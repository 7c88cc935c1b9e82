"""Carry out one command of the command line."""

import asyncio
import os
import sys
import zoneinfo
from importlib import import_module


def carry_out(module: str, command: str, **arguments: object) -> None:
    """Read the settings, then run `command`; what an operator can mend is one sentence and exit code 2."""
    from bot.settings import load_settings
    from bot.words import sentence_of

    zoneinfo.reset_tzpath(to=())  # the zones of the locked tzdata: this machine's may be older
    os.umask(0o077)  # what we write is for its owner alone
    try:
        settings = load_settings()
        asyncio.run(getattr(import_module(module), command)(settings, **arguments))
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(0)
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)  # noqa: T201
        sys.exit(2)
