"""Somebody who can be knocked for, and the servers behind their doors."""

import warnings
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.ways.servers import Hook, Mail, mail_server, webhook

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # apprise's mail loads imghdr, which Python 3.13 leaves out
    import apprise.plugins.email  # noqa: F401


@pytest.fixture
def mail() -> Iterator[Mail]:
    with mail_server() as mail:
        yield mail


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    async with webhook() as hook:
        yield hook
