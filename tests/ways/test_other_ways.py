"""Knocks over real SMTP and HTTP: what arrives, and what each failure becomes."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO

import pytest

from delivery.other_ways import OtherWays
from models.codes import Notice, Priority
from services.duty.types import Knock, Way
from services.outbox.outcomes import Delivered, Envelope, Outcome, RetryLater, Unreachable
from services.ways.types import Tried
from tests.ports import free_port
from tests.ways.servers import PASSWORD, Hook, Mail, mail_server

WORDS = {
    "zh_CN": ("相伴", "相伴：有一件事需要您现在看一下。请打开相伴。"),
    "en": ("Xiangban", "Xiangban: something needs you now. Please open Xiangban."),
}


@pytest.fixture
def root_log() -> Iterator[StringIO]:
    """What reaches the handler that the bot's own log has: WARNING and louder, of every library."""
    lines = StringIO()
    handler = logging.StreamHandler(lines)
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


async def knock(*urls: str, locale: str = "zh_CN", patience: float = 20) -> Outcome:
    ways = tuple(Way(number, url) for number, url in enumerate(urls, start=1))
    envelope = Envelope(
        7, 1, Notice.KNOCK, Priority.URGENT, 1, 0, locale, "Asia/Shanghai", Knock(ways), case_id=14707
    )
    return await OtherWays(patience=patience).deliver(envelope)


def tried(*has_worked: bool) -> tuple[Tried, ...]:
    return tuple(Tried(number, one) for number, one in enumerate(has_worked, start=1))


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
async def test_a_mail_says_open_the_bot_and_nothing_else(mail: Mail, locale: str) -> None:
    assert await knock(mail.url(), locale=locale) == Delivered(0, tried(True))
    (letter,) = mail.letters
    title, body = WORDS[locale]
    assert letter["Subject"] == title
    assert letter.get_content().strip() == body
    assert mail.recipients == ["duty@example.org"]
    assert b"14707" not in mail.sources[0]
    assert b"pprise" not in mail.sources[0]


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
async def test_a_webhook_hears_the_same(hook: Hook, locale: str) -> None:
    assert await knock(hook.url, locale=locale) == Delivered(0, tried(True))
    (asked,) = hook.asked
    title, body = WORDS[locale]
    assert asked == {"version": "1.0", "title": title, "message": body, "attachments": [], "type": "info"}
    assert b"14707" not in hook.sources[0]


async def test_nobody_at_the_port_is_tried_again() -> None:
    port = free_port()
    for url in (f"json://127.0.0.1:{port}/x", Mail(port).url()):
        assert await knock(url) == RetryLater(60, tried=tried(False))


async def test_a_wrong_password_is_final(mail: Mail) -> None:
    assert await knock(mail.url(password="wrong")) == Unreachable(tried(False))
    assert mail.sources == []


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("550 5.1.1 no such mailbox", Unreachable(tried(False))),
        ("451 4.7.1 greylisted, come back", RetryLater(60, tried=tried(False))),
    ],
)
@pytest.mark.parametrize("step", ["answer", "welcome"])
async def test_what_the_mail_server_says(mail: Mail, step: str, answer: str, outcome: Outcome) -> None:
    setattr(mail, step, answer)
    assert await knock(mail.url()) == outcome
    assert mail.sources == []


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (401, Unreachable(tried(False))),
        (404, Unreachable(tried(False))),
        (307, Unreachable(tried(False))),
        (429, RetryLater(60, tried=tried(False))),
        (503, RetryLater(60, tried=tried(False))),
    ],
)
async def test_what_the_webhook_answers(hook: Hook, status: int, outcome: Outcome) -> None:
    hook.status = status
    assert await knock(hook.url) == outcome
    assert len(hook.asked) == 1


async def test_a_slow_server_costs_the_patience_and_no_more(hook: Hook) -> None:
    hook.delay = 2
    assert await knock(hook.url, patience=0.2) == RetryLater(60, tried=tried(False))


async def test_one_way_that_works_is_enough(mail: Mail, hook: Hook) -> None:
    hook.status = 500
    urls = (mail.url(password="wrong"), hook.url, mail.url())
    assert await knock(*urls) == Delivered(0, tried(False, False, True))
    assert len(mail.sources) == 1


async def test_a_refusal_beside_silence_is_tried_again(mail: Mail) -> None:
    outcome = await knock(mail.url(password="wrong"), f"json://127.0.0.1:{free_port()}/x")
    assert outcome == RetryLater(60, tried=tried(False, False))


async def test_an_address_that_apprise_has_forgotten_is_final() -> None:
    assert await knock("gnome://") == Unreachable(tried(False))
    assert await knock("mailto://") == Unreachable(tried(False))


async def test_nothing_tells_the_address(
    mail: Mail, hook: Hook, root_log: StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither what any library logs as a warning, nor the envelope itself."""
    hook.status = 403
    await knock(mail.url(), mail.url(password="wr0ng"), hook.url)
    await knock("json://127.0.0.1:1/s3cret", mail.url(to="nobody@example.org"))
    logging.getLogger("tests").warning("the log works")
    said = root_log.getvalue() + "".join(capfd.readouterr())
    assert "the log works" in said
    secrets = (PASSWORD, "wr0ng", "s3cret", "@example.org", "127.0.0.1")
    assert [word for word in secrets if word in said] == []
    assert PASSWORD not in repr(Knock((Way(1, mail.url()),)))


async def test_it_works_again_when_the_server_is_back() -> None:
    port = free_port()
    assert isinstance(await knock(Mail(port).url()), RetryLater)
    with mail_server(port) as mail:
        assert await knock(mail.url()) == Delivered(0, tried(True))


async def test_only_knocks_go_by_another_way() -> None:
    envelope = Envelope(7, 1, Notice.KNOCK, 0, 1, 0, "en", "Asia/Shanghai", Knock(()))
    with pytest.raises(TypeError):
        await OtherWays().deliver(replace(envelope, facts=object()))  # type: ignore[arg-type]
    assert await OtherWays().deliver(envelope) == Unreachable()
