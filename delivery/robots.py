"""The robots of WeCom, DingTalk, Feishu and Lark: their address is apprise's, their answer we read ourselves.

They answer 200 to a wrong key too and say the truth in the body, where apprise doesn't look: a way that
never worked would pass for one that does.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import httpx

from delivery.addresses import SECONDS_TO_ANSWER

BUSY = frozenset({-1, 45009, 130101, 11232})  # too many messages, or the service is not well


@dataclass(frozen=True)
class Robot:
    """Where a robot listens, and what it is told."""

    url: str = field(repr=False)
    params: dict[str, str] = field(repr=False)
    body: dict[str, Any]


class RobotRefusedError(Exception):
    """The robot answered that it won't; `is_busy`: that it won't now."""

    def __init__(self, *, is_busy: bool) -> None:
        super().__init__("busy" if is_busy else "refused")
        self.is_busy = is_busy


def find_robot(service: Any, text: str) -> Robot | None:
    """Return the robot behind one of apprise's services; None: it is no robot."""
    match type(service).__name__:
        case "NotifyWeComBot":
            return Robot(service.api_url, {}, {"msgtype": "text", "text": {"content": text}})
        case "NotifyDingTalk":
            url, _, token = service.notify_url.format(token=service.token).partition("?access_token=")
            return Robot(
                url,
                {"access_token": token, **_signature(service)},
                {"msgtype": "text", "text": {"content": text}},
            )
        case "NotifyFeishu":
            url = service.notify_url.format(token=service.token).rstrip("/")
            return Robot(url, {}, {"msg_type": "text", "content": {"text": text}})
        case "NotifyLark":
            return Robot(service.webhook_url, {}, {"msg_type": "text", "content": {"text": text}})
        case _:
            return None


def _signature(service: Any) -> dict[str, str]:
    """A robot with a secret wants each message signed; the signature is quoted once, when it is sent."""
    if not service.secret:
        return {}
    timestamp, signature = service.get_signature()
    return {"timestamp": timestamp, "sign": unquote(signature)}


def tell_robot(robot: Robot) -> None:
    """Send, and read the answer. Raises RobotRefusedError, or httpx.HTTPError when there is none."""
    answer = httpx.post(robot.url, params=robot.params or None, json=robot.body, timeout=SECONDS_TO_ANSWER)
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise RobotRefusedError(is_busy=True)
    try:
        said = answer.json()
        code = int(said.get("errcode", said.get("code", said.get("StatusCode"))))
    except (ValueError, TypeError, AttributeError):
        raise RobotRefusedError(is_busy=False) from None
    if code != 0:
        raise RobotRefusedError(is_busy=code in BUSY)
