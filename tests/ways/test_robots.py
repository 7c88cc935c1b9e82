"""The robots of WeCom, DingTalk, Feishu and Lark: where they listen, and what their answers mean."""

import asyncio
import base64
import hashlib
import hmac

import httpx
import pytest

from delivery.addresses import read_address
from delivery.robots import Robot, RobotRefusedError, find_robot, tell_robot
from tests.ports import free_port
from tests.ways.servers import Hook
from tests.ways.test_addresses import READABLE

TEXT = "相伴：请打开相伴。"
KEY = "0a1b2c3d-0000-1111-2222-333344445555"
BODIES = {
    "wecombot": {"msgtype": "text", "text": {"content": TEXT}},
    "dingtalk": {"msgtype": "text", "text": {"content": TEXT}},
    "feishu": {"msg_type": "text", "content": {"text": TEXT}},
    "lark": {"msg_type": "text", "content": {"text": TEXT}},
}
PLACES = {
    "wecombot": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}",
    "dingtalk": "https://oapi.dingtalk.com/robot/send",
    "feishu": f"https://open.feishu.cn/open-apis/bot/v2/hook/{KEY}",
    "lark": f"https://open.larksuite.com/open-apis/bot/v2/hook/{KEY}",
}


@pytest.mark.parametrize("scheme", READABLE)
def test_where_each_listens(scheme: str) -> None:
    robot = find_robot(read_address(READABLE[scheme]), TEXT)
    if scheme not in PLACES:
        assert robot is None
        return
    assert robot is not None
    assert (robot.url, robot.body) == (PLACES[scheme], BODIES[scheme])
    assert KEY not in repr(robot)


async def test_a_secret_signs_each_message_and_the_signature_arrives_whole(hook: Hook) -> None:
    robot = find_robot(read_address("dingtalk://SEC123@abcdef0123456789abcdef0123456789"), TEXT)
    assert robot is not None
    hook.body = {"errcode": 0}
    await _tell(Robot(f"http://127.0.0.1:{hook.port}/robot/send", robot.params, robot.body))
    (query,) = hook.queries
    signed = hmac.new(b"SEC123", f"{query['timestamp']}\nSEC123".encode(), hashlib.sha256).digest()
    assert query["sign"] == base64.b64encode(signed).decode()
    assert query["access_token"] == "abcdef0123456789abcdef0123456789"
    assert hook.asked == [robot.body]


async def test_a_key_in_the_address_stays_there(hook: Hook) -> None:
    hook.body = {"errcode": 0}
    await _tell(Robot(f"http://127.0.0.1:{hook.port}/send?key=K", {}, BODIES["wecombot"]))
    assert hook.queries == [{"key": "K"}]


@pytest.mark.parametrize("body", [{"errcode": 0, "errmsg": "ok"}, {"code": 0}, {"StatusCode": 0}])
async def test_taken(hook: Hook, body: dict[str, object]) -> None:
    hook.body = body
    await _tell(_robot(hook))


@pytest.mark.parametrize(
    ("status", "body", "is_busy"),
    [
        (200, {"errcode": 310000, "errmsg": "sign not match"}, False),
        (200, {"errcode": 93000, "errmsg": "invalid webhook url"}, False),
        (200, {"code": 19001}, False),
        (400, {"code": 9499}, False),
        (200, {}, False),
        (404, {"html": "gone"}, False),
        (200, {"errcode": 45009}, True),
        (200, {"errcode": -1}, True),
        (502, {}, True),
    ],
)
async def test_refused_though_the_status_says_ok(
    hook: Hook, status: int, body: dict[str, object], is_busy: bool
) -> None:
    hook.status, hook.body = status, body
    with pytest.raises(RobotRefusedError) as caught:
        await _tell(_robot(hook))
    assert caught.value.is_busy is is_busy


async def test_nobody_there() -> None:
    with pytest.raises(httpx.ConnectError):
        await _tell(Robot(f"http://127.0.0.1:{free_port()}/", {}, {}))


def _robot(hook: Hook) -> Robot:
    return Robot(f"http://127.0.0.1:{hook.port}/", {}, BODIES["wecombot"])


async def _tell(robot: Robot) -> None:
    await asyncio.to_thread(tell_robot, robot)
