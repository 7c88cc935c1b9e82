"""Run the sandbox alone: python -m sandbox --port N --token T [--data DIR]."""

import argparse
import errno
import logging
import os
import secrets
import signal
import sys
import threading
from pathlib import Path
from urllib.parse import quote

from sandbox.serving import HOST, Server, bind
from sandbox.snapshot import SnapshotError, load
from sandbox.world import World


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="port on 127.0.0.1 (0: any free one)")
    parser.add_argument("--token", help="access token (default: a random one)")
    parser.add_argument("--data", type=Path, help="folder to keep people, chats and files across a restart")
    parser.add_argument("--with-parent", action="store_true", help="end when standard input is closed")
    return parser.parse_args(given)


def _end_with_parent() -> None:
    """Wait for the end of standard input: whoever started us has gone, even if by SIGKILL."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _refusal(port: int, reason: Exception) -> str:
    if isinstance(reason, OSError) and reason.errno == errno.EADDRINUSE:
        return f"Port {port} on {HOST} is taken by another program; choose another one with --port."
    return f"The sandbox can't listen on port {port} of {HOST}; choose a port from 1 to 65535 with --port."


def main(given: list[str] | None = None) -> int:
    """Serve until a signal; return the exit code."""
    arguments = _arguments(given)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    token = arguments.token or secrets.token_urlsafe(16)
    try:
        world = World(token, load(arguments.data), arguments.data)
        listener = bind(arguments.port)
    except SnapshotError as reason:
        print(reason, file=sys.stderr)
        return 2
    except (OSError, OverflowError) as reason:
        print(_refusal(arguments.port, reason), file=sys.stderr)
        return 2
    address = f"http://{HOST}:{listener.getsockname()[1]}/?token={quote(token, safe='')}"
    if arguments.with_parent:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    Server(world, arguments.data, lambda: print(address, flush=True)).run(sockets=[listener])
    return 0


if __name__ == "__main__":
    sys.exit(main())
