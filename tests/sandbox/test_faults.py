"""Scripted faults, the log of calls, and the door."""

import json
import threading
import time
from typing import Any

import httpx
import pytest

from sandbox.flood import FloodMeter
from tests.sandbox.running import BOT_TOKEN, Sandbox


def test_a_flood_wait_strikes_by_method_and_chat_and_times(sandbox: Sandbox) -> None:
    one, other = sandbox.person(), sandbox.person()
    sandbox.faults({"kind": "429", "method": "sendmessage", "chat_id": one, "times": 2, "retry_after": 9})
    for _ in range(2):
        status, answer = sandbox.call("sendMessage", chat_id=one, text="x")
        assert (status, answer["parameters"]) == (429, {"retry_after": 9})
        assert sandbox.call("sendMessage", chat_id=other, text="x")[0] == 200
        assert sandbox.call("sendChatAction", chat_id=one, action="typing")[0] == 200
    assert sandbox.get("faults") == {"faults": []}
    assert sandbox.call("sendMessage", chat_id=one, text="x")[0] == 200


def test_a_fault_for_all_leaves_polling_alone(sandbox: Sandbox) -> None:
    person = sandbox.person()
    sandbox.faults({"kind": "403"})
    assert sandbox.call("sendMessage", chat_id=person, text="x")[0] == 403
    assert sandbox.call("getMe")[0] == 403
    assert sandbox.call("getUpdates")[0] == 200
    assert sandbox.get("faults")["faults"][0]["times"] is None
    assert sandbox.http.delete("/api/faults").status_code == 204
    sandbox.faults({"kind": "429", "method": "getUpdates", "times": 1})
    assert sandbox.call("getUpdates")[0] == 429


def test_a_dropped_answer_took_effect(sandbox: Sandbox) -> None:
    person = sandbox.person()
    sandbox.faults({"kind": "drop_after", "method": "sendMessage", "times": 1})
    with httpx.Client() as client, pytest.raises(httpx.RemoteProtocolError):
        client.post(f"{sandbox.base}/bot{BOT_TOKEN}/sendMessage", json={"chat_id": person, "text": "arrived"})
    assert sandbox.messages(person)[-1]["text"] == "arrived"
    last = sandbox.get("calls")["calls"][-1]
    assert (last["method"], last["chat_id"], last["status"]) == ("sendMessage", person, None)


def test_the_log_of_calls(sandbox: Sandbox) -> None:
    person = sandbox.person()
    sandbox.call("getMe")
    before = sandbox.get("calls")["calls"][-1]["n"]
    sandbox.call("sendMessage", chat_id=person, text="x")
    sandbox.call("getUpdates")
    sandbox.call("sendMessage", chat_id=5, text="x")
    calls = sandbox.get("calls", after=before)["calls"]
    assert [(one["method"], one["status"]) for one in calls] == [("sendMessage", 200), ("sendMessage", 400)]


def test_flood_control_on_demand(sandbox: Sandbox) -> None:
    one, other = sandbox.person(), sandbox.person()
    sandbox.faults({"kind": "flood"})
    assert sandbox.call("sendMessage", chat_id=one, text="x")[0] == 200
    assert sandbox.call("sendMessage", chat_id=other, text="x")[0] == 200
    status, answer = sandbox.call("sendMessage", chat_id=one, text="x")
    assert (status, answer["parameters"]) == (429, {"retry_after": 1})
    assert sandbox.call("sendChatAction", chat_id=one, action="typing")[0] == 200


def send(sandbox: Sandbox, person: int, text: str = "x") -> tuple[int, dict[str, Any]]:
    return sandbox.call("sendMessage", chat_id=person, text=text)


@pytest.mark.parametrize(
    ("kind", "status", "arrives"),
    [("400", 400, False), ("401", 401, False), ("502", 502, False), ("502_after", 502, True)],
)
def test_a_refusal_before_or_after_the_effect(
    sandbox: Sandbox, kind: str, status: int, arrives: bool
) -> None:
    person = sandbox.person()
    sandbox.faults({"kind": kind, "method": "sendMessage", "times": 1})
    assert send(sandbox, person, kind)[0] == status
    assert (sandbox.messages(person)[-1]["text"] == kind) is arrives
    assert sandbox.get("calls")["calls"][-1]["fault"] == kind


def test_a_connection_cut_before_the_effect(sandbox: Sandbox) -> None:
    person = sandbox.person()
    sandbox.faults({"kind": "drop_before", "method": "sendMessage", "times": 1})
    with httpx.Client() as client, pytest.raises(httpx.RemoteProtocolError):
        client.post(f"{sandbox.base}/bot{BOT_TOKEN}/sendMessage", json={"chat_id": person, "text": "lost"})
    assert sandbox.messages(person)[-1]["text"] != "lost"


@pytest.mark.parametrize(("kind", "arrives"), [("delay_before", False), ("delay_after", True)])
def test_who_hangs_up_during_a_delay(sandbox: Sandbox, kind: str, arrives: bool) -> None:
    person = sandbox.person()
    sandbox.faults({"kind": kind, "method": "sendMessage", "times": 1, "seconds": 30})
    with httpx.Client(timeout=0.3) as client, pytest.raises(httpx.ReadTimeout):
        client.post(f"{sandbox.base}/bot{BOT_TOKEN}/sendMessage", json={"chat_id": person, "text": kind})
    assert sandbox.call("getMe")[0] == 200  # the others don't wait
    assert (sandbox.messages(person)[-1]["text"] == kind) is arrives


def test_a_pause_holds_one_chat_until_it_is_over(sandbox: Sandbox) -> None:
    one, other = sandbox.person(), sandbox.person()
    sandbox.faults({"kind": "429", "method": "sendMessage", "chats": [one], "retry_after": 1, "pause": True})
    assert send(sandbox, one)[1]["parameters"] == {"retry_after": 1}
    assert send(sandbox, one)[0] == 429
    assert send(sandbox, other)[0] == 200
    deadline = time.monotonic() + 10
    while send(sandbox, one)[0] == 429:
        assert time.monotonic() < deadline
    assert send(sandbox, one)[0] == 200  # and isn't paused again


def test_a_share_of_the_calls(sandbox: Sandbox) -> None:
    person = sandbox.person()
    sandbox.faults({"kind": "502", "method": "sendMessage", "share": 0.5, "seed": 7})
    struck = [send(sandbox, person)[0] for _ in range(40)].count(502)
    assert 10 < struck < 30


def test_limits_of_ones_own(sandbox: Sandbox) -> None:
    one, other = sandbox.person(), sandbox.person()
    sandbox.http.put("/api/flood", json={"per_second": 2, "per_chat": 0})
    assert [send(sandbox, who)[0] for who in (one, one, other)] == [200, 200, 429]
    assert sandbox.http.delete("/api/flood").status_code == 204
    assert send(sandbox, other)[0] == 200


@pytest.mark.parametrize(
    ("faults", "reason"),
    [
        ([{"kind": "403", "retry_after": 5}], "belong to a 429"),
        ([{"kind": "delay_before"}], "belong to a delay"),
        ([{"kind": "502", "seconds": 3}], "belong to a delay"),
        ([{"kind": "502", "chat_id": 1, "chats": [2]}], "not both"),
        ([{"kind": "401", "chat_id": 1}], "knows no chat"),
        ([{"kind": "flood", "share": 0.5}], "takes no share"),
        ([{"kind": "429", "pause": True, "times": 2}], "takes no times"),
        ([{"kind": "502"}, {"kind": "403", "method": "sendMessage"}], "can never strike"),
        ([{"kind": "502", "chats": [1, 2]}, {"kind": "403", "chat_id": 2}], "can never strike"),
    ],
)
def test_faults_that_contradict_themselves(
    sandbox: Sandbox, faults: list[dict[str, Any]], reason: str
) -> None:
    answer = sandbox.http.put("/api/faults", json={"faults": faults})
    assert answer.status_code == 422
    assert reason in answer.json()["error"]


def test_flood_limits() -> None:
    meter = FloodMeter()
    assert [meter.seconds_to_wait(chat, now=0.0) for chat in range(1, 32)] == [0] * 30 + [1]
    assert meter.seconds_to_wait(1, now=1.0) == 0
    group = FloodMeter()
    assert [group.seconds_to_wait(-1, now=float(second)) for second in range(21)] == [0] * 20 + [40]
    assert group.seconds_to_wait(-1, now=60.0) == 0


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/api/people", {}),
        ("/api/people?token=wrong", {}),
        ("/api/people", {"Authorization": "Bearer wrong"}),
        ("/api/people", {"Authorization": "Basic t0ken"}),
        ("/", {}),
        ("/elsewhere", {}),
    ],
)
def test_the_door_is_shut(sandbox: Sandbox, path: str, headers: dict[str, str]) -> None:
    assert httpx.get(sandbox.base + path, headers=headers).status_code == 401


def test_the_door_opens_with_the_token(sandbox: Sandbox) -> None:
    assert httpx.get(f"{sandbox.base}/api/people?token=t0ken").status_code == 200
    page = httpx.get(f"{sandbox.base}/?token=t0ken")
    assert page.status_code == 200
    assert page.headers["referrer-policy"] == "no-referrer"
    assert httpx.get(f"{sandbox.base}/page/index.html").status_code == 200
    assert httpx.get(f"{sandbox.base}/page/../app.py").status_code in (401, 404)
    assert httpx.get(f"{sandbox.base}/page/%2e%2e/app.py").status_code == 404


def test_events_tell_the_page(sandbox: Sandbox) -> None:
    person = sandbox.person()
    heard: list[tuple[str, dict[str, object]]] = []
    opened = threading.Event()

    def listen() -> None:
        with httpx.stream("GET", f"{sandbox.base}/api/events?token=t0ken", timeout=10) as stream:
            kind = ""
            for line in stream.iter_lines():
                opened.set()
                name, _, value = line.partition(": ")
                if name == "event":
                    kind = value
                elif name == "data":
                    heard.append((kind, json.loads(value)))
                    if kind == "clock":
                        return

    thread = threading.Thread(target=listen)
    thread.start()
    opened.wait(5)
    sandbox.say(person, "hello")
    button = {"inline_keyboard": [[{"text": "x", "callback_data": "1"}]]}
    _, sent = sandbox.call("sendMessage", chat_id=person, text="a", reply_markup=button)
    number = sent["result"]["message_id"]
    sandbox.call("sendChatAction", chat_id=person, action="typing")
    pressed = sandbox.post(f"people/{person}/presses", {"message_id": number, "button": "x"})
    toast = {"callback_query_id": pressed["callback_id"], "text": "saved", "show_alert": True}
    sandbox.call("answerCallbackQuery", **toast)
    sandbox.call("editMessageText", chat_id=person, message_id=number, text="b")
    sandbox.call("deleteMessage", chat_id=person, message_id=number)
    sandbox.http.put(f"/api/people/{person}/block")
    sandbox.post("clock", {"advance_s": 1}, 200)
    thread.join(5)
    assert [kind for kind, _ in heard] == [
        "message", "message", "typing", "toast", "edited", "deleted", "people", "clock",
    ]  # fmt: skip
    assert all(content["person_id"] == person for kind, content in heard if kind != "clock")
    assert heard[3][1] == {"person_id": person, "text": "saved", "alert": True}
