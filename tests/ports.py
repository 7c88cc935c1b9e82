"""Ports of this machine that nobody listens on."""

import random
import socket

# Below those that the system lends to outgoing connections: one of these may be taken before we listen.
OURS = range(20_000, 32_000)


def free_port() -> int:
    """One that will still be free when a process that is only being started listens on it."""
    for port in random.sample(OURS, len(OURS)):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no port is free")
