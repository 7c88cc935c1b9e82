"""Read an address of another way: which kinds we know, and what apprise makes of one.

Only kinds that lead away from this machine and answer truthfully are on the list: apprise also knows some
that write files, run commands or speak to this machine's screen. Each is loaded by itself, when it is used:
all of apprise's hundred and forty cost another second and some 20 MB.
"""

from importlib import import_module
from types import MappingProxyType
from typing import Any

_EMAIL = ("email", "NotifyEmail")
_NTFY = ("ntfy", "NotifyNtfy")
_GOTIFY = ("gotify", "NotifyGotify")
_BARK = ("bark", "NotifyBark")
_JSON = ("custom_json", "NotifyJSON")

PLUGINS: MappingProxyType[str, tuple[str, str]] = MappingProxyType(
    {
        "mailto": _EMAIL,
        "mailtos": _EMAIL,
        "wecombot": ("wecombot", "NotifyWeComBot"),
        "dingtalk": ("dingtalk", "NotifyDingTalk"),
        "feishu": ("feishu", "NotifyFeishu"),
        "lark": ("lark", "NotifyLark"),
        "bark": _BARK,
        "barks": _BARK,
        "ntfy": _NTFY,
        "ntfys": _NTFY,
        "gotify": _GOTIFY,
        "gotifys": _GOTIFY,
        "json": _JSON,
        "jsons": _JSON,
    }
)

# The addresses as these services show them, ready to be copied.
SHOWN_BY_THE_SERVICE = (
    ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", "wecombot://"),
    ("https://oapi.dingtalk.com/robot/send?access_token=", "dingtalk://"),
    ("https://open.feishu.cn/open-apis/bot/v2/hook/", "feishu://"),
    ("https://open.larksuite.com/open-apis/bot/v2/hook/", "lark://"),
)
SECONDS_TO_ANSWER = 8.0  # for each step of a conversation with a server


class AddressError(Exception):
    """An address that can't be used: `code` names the sentence; neither holds the address."""

    def __init__(self, code: str, scheme: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.scheme = scheme


def normalise(text: str) -> str:
    """Return an address as it is kept: apprise's own form, without the spaces around it."""
    url = text.strip()
    for shown, ours in SHOWN_BY_THE_SERVICE:
        if url.startswith(shown):
            return ours + url.removeprefix(shown)
    return url


def scheme_of(url: str) -> str:
    """Return mailto, dingtalk, … Raises AddressError way_unreadable or way_scheme."""
    scheme, found, _ = url.partition("://")
    if not found or not scheme.isalnum():
        raise AddressError("way_unreadable")
    if scheme.lower() not in PLUGINS:
        raise AddressError("way_scheme", scheme.lower()[:20])
    return scheme.lower()


def read_address(url: str) -> Any:
    """Return apprise's service for an address. Raises AddressError; blocks while apprise is loaded."""
    module, name = PLUGINS[scheme_of(url)]
    plugin = getattr(import_module(f"apprise.plugins.{module}"), name)
    try:
        service = plugin(**plugin.parse_url(url), asset=_asset())
    except Exception:  # noqa: BLE001 - each plugin has errors of its own, and they quote the address
        raise AddressError("way_unreadable") from None
    service.request_rate_per_sec = 0  # one message each: there is nobody to wait for
    service.socket_connect_timeout = service.socket_read_timeout = SECONDS_TO_ANSWER
    return service


def _asset() -> Any:
    from apprise import AppriseAsset

    return AppriseAsset(app_id="Xiangban", app_desc="Xiangban", app_url="", http_redirects=False)
