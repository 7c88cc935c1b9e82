"""Which addresses can be entered."""

import subprocess
import sys

import pytest

from delivery.addresses import PLUGINS, AddressError, normalise, read_address, scheme_of
from tests.gates.source import ROOT

READABLE = {
    "mailto": "mailto://user:pw@example.org?to=duty@example.org",
    "mailtos": "mailtos://user:pw@example.org?smtp=mail.example.org&to=duty@example.org",
    "wecombot": "wecombot://0a1b2c3d-0000-1111-2222-333344445555",
    "dingtalk": "dingtalk://abcdef0123456789abcdef0123456789",
    "feishu": "feishu://0a1b2c3d-0000-1111-2222-333344445555",
    "lark": "lark://0a1b2c3d-0000-1111-2222-333344445555",
    "bark": "bark://bark.example.org/device",
    "barks": "barks://bark.example.org/device",
    "ntfy": "ntfy://ntfy.example.org/topic",
    "ntfys": "ntfys://ntfy.example.org/topic",
    "gotify": "gotify://gotify.example.org/AbCdEf123456",
    "gotifys": "gotifys://gotify.example.org/AbCdEf123456",
    "json": "json://example.org/hook",
    "jsons": "jsons://example.org/hook",
}


def test_every_kind_has_an_example() -> None:
    assert set(READABLE) == set(PLUGINS)


@pytest.mark.parametrize("scheme", READABLE)
def test_what_apprise_can_read(scheme: str) -> None:
    assert scheme_of(READABLE[scheme]) == scheme
    assert read_address(READABLE[scheme]) is not None


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "syslog://", "dbus://", "gnome://", "macosx://", "windows://", "exec://ls",
     "memory://", "schan://token", "tgram://123:abc/1", "https://example.org/hook", "apprise://x/y"],
)  # fmt: skip
def test_what_leads_nowhere_or_back_to_this_machine_is_refused(url: str) -> None:
    with pytest.raises(AddressError, match="way_scheme"):
        scheme_of(url)


@pytest.mark.parametrize(
    "url", ["", "hello", "mailto:x@y.z", "://", "mailto://", "mailto://%", "wecombot://", "json://"]
)
def test_what_can_t_be_read(url: str) -> None:
    with pytest.raises(AddressError, match="way_unreadable") as caught:
        read_address(url)
    assert caught.value.__cause__ is None
    assert not url or url not in str(caught.value)


@pytest.mark.parametrize(
    ("shown", "ours"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K-1", "wecombot://K-1"),
        (" https://oapi.dingtalk.com/robot/send?access_token=T1\n", "dingtalk://T1"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/T-2", "feishu://T-2"),
        ("https://open.larksuite.com/open-apis/bot/v2/hook/T-3", "lark://T-3"),
        ("  mailto://a@b.cn \n", "mailto://a@b.cn"),
    ],
)
def test_an_address_may_be_pasted_as_the_service_shows_it(shown: str, ours: str) -> None:
    assert normalise(shown) == ours


def test_apprise_is_not_loaded_before_it_is_needed() -> None:
    loaded = "import sys, delivery.other_ways, delivery.post, bot.cli; assert 'apprise' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", loaded], cwd=ROOT).returncode == 0
