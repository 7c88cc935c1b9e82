"""Long polling and webhooks: who gets the updates, and when."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import httpx
import pytest

from tests.sandbox.running import BOT_TOKEN, Sandbox, run_sandbox


def poll(sandbox: Sandbox, **fields: Any) -> Callable[[], tuple[int, Any]]:
    """Return a poller with a connection of its own."""

    def ask() -> tuple[int, Any]:
        answer = httpx.post(f"{sandbox.base}/bot{BOT_TOKEN}/getUpdates", json=fields, timeout=20)
        return answer.status_code, answer.json()

    return ask


def eventually(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    for _ in range(500):
        if condition():
            return
        time.sleep(0.01)
    pytest.fail("it never came true")


def test_a_waiting_poll_ends_with_the_update(sandbox: Sandbox) -> None:
    person = sandbox.person()
    sandbox.drain()
    with ThreadPoolExecutor() as pool:
        waiting: Future[tuple[int, Any]] = pool.submit(poll(sandbox, timeout=10))
        sandbox.say(person, "你好")
        status, answer = waiting.result()
    assert status == 200
    assert [update["message"]["text"] for update in answer["result"]] == ["你好"]


def test_offsets_confirm_and_limits_hold(sandbox: Sandbox) -> None:
    person = sandbox.person()
    for word in "一二三":
        sandbox.say(person, word)
    first, *_ = sandbox.updates(limit=1)
    assert len(sandbox.updates(limit=1)) == 1
    assert [u["message"]["text"] for u in sandbox.updates(first["update_id"] + 1)] == ["一", "二", "三"]
    assert [u["message"]["text"] for u in sandbox.updates(-1)] == ["三"]
    assert [u["message"]["text"] for u in sandbox.updates()] == ["三"]


def test_only_wanted_kinds_are_queued(sandbox: Sandbox) -> None:
    person = sandbox.person()
    sandbox.drain()
    sandbox.updates(allowed_updates=["callback_query"])
    assert sandbox.say(person, "unheard")["update_id"] is None
    sandbox.updates(allowed_updates=["message"])
    sandbox.say(person, "heard")
    assert [u["message"]["text"] for u in sandbox.updates()] == ["heard"]


def test_a_second_poller_ends_the_first(sandbox: Sandbox) -> None:
    with ThreadPoolExecutor() as pool:
        first = pool.submit(poll(sandbox, timeout=10))
        while not first.done():
            assert sandbox.call("getUpdates")[0] == 200
        status, answer = first.result()
    assert status == 409
    assert answer["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


class Hook(BaseHTTPRequestHandler):
    """Record what is posted; `answers` are given in turn, then plain 200s."""

    posted: ClassVar[list[tuple[str | None, dict[str, Any]]]] = []
    answers: ClassVar[list[tuple[int, bytes]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.posted.append((self.headers.get("X-Telegram-Bot-Api-Secret-Token"), body))
        status, answer = self.answers.pop(0) if self.answers else (200, b"")
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[str]:
    Hook.posted.clear()
    Hook.answers.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/hook?x=1"
        server.shutdown()
        thread.join()


def test_a_webhook_gets_updates_in_order(sandbox: Sandbox, hook: str) -> None:
    people = [sandbox.person(), sandbox.person()]
    sandbox.drain()
    assert sandbox.call("setWebhook", url=hook, secret_token="s3cret")[0] == 200
    for number in range(4):
        sandbox.say(people[number % 2], str(number))
    eventually(lambda: len(Hook.posted) == 4)
    assert {secret for secret, _ in Hook.posted} == {"s3cret"}
    heard = [(body["message"]["chat"]["id"], body["message"]["text"]) for _, body in Hook.posted]
    assert [text for chat, text in heard if chat == people[0]] == ["0", "2"]
    status, answer = sandbox.call("getUpdates")
    assert status == 409
    assert answer["description"].startswith("Conflict: can't use getUpdates method while webhook is active")


def test_a_failed_delivery_is_told_and_repeated(sandbox: Sandbox, hook: str) -> None:
    person = sandbox.person()
    sandbox.drain()
    Hook.answers.append((500, b""))
    sandbox.call("setWebhook", url=hook)
    sandbox.say(person, "again")
    eventually(lambda: len(Hook.posted) == 2)
    assert Hook.posted[0] == Hook.posted[1]
    eventually(lambda: sandbox.call("getWebhookInfo")[1]["result"]["pending_update_count"] == 0)
    info = sandbox.call("getWebhookInfo")[1]["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 500"
    assert info["url"] == hook
    sandbox.call("deleteWebhook")
    assert sandbox.updates() == []


def test_a_webhook_may_answer_with_a_call(sandbox: Sandbox, hook: str) -> None:
    person = sandbox.person()
    sandbox.drain()
    call = {"method": "sendMessage", "chat_id": person, "text": "answered at once"}
    Hook.answers.append((200, json.dumps(call).encode()))
    sandbox.call("setWebhook", url=hook, max_connections=1, allowed_updates=["message"])
    sandbox.say(person, "hello")
    eventually(lambda: sandbox.messages(person)[-1]["text"] == "answered at once")
    assert sandbox.call("getWebhookInfo")[1]["result"]["allowed_updates"] == ["message"]


def test_an_unreadable_answer_changes_nothing(sandbox: Sandbox, hook: str) -> None:
    person = sandbox.person()
    sandbox.drain()
    Hook.answers.append((200, b"{"))
    sandbox.call("setWebhook", url=hook)
    sandbox.say(person, "one")
    sandbox.say(person, "two")
    eventually(lambda: len(Hook.posted) == 2)


def test_a_slow_webhook_does_not_hold_the_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, ExitStack() as opened, run_sandbox() as sandbox:
        sandbox.call("setWebhook", url=f"http://127.0.0.1:{silent.getsockname()[1]}/")
        sandbox.person()
        waiting = opened.enter_context(silent.accept()[0])
        assert waiting.recv(4) == b"POST"  # never answered: the sandbox ends while it waits


def test_setting_a_webhook_ends_a_poll(sandbox: Sandbox, hook: str) -> None:
    sandbox.drain()
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(poll(sandbox, timeout=10))
        time.sleep(0.2)
        sandbox.call("setWebhook", url=hook)
        status, answer = waiting.result()
    assert (status, answer["description"][:9]) == (409, "Conflict:")


def test_nobody_listens_at_the_webhook(sandbox: Sandbox) -> None:
    sandbox.person()
    sandbox.call("setWebhook", url="http://127.0.0.1:9/")
    eventually(lambda: "last_error_date" in sandbox.call("getWebhookInfo")[1]["result"])
    assert sandbox.call("getWebhookInfo")[1]["result"]["pending_update_count"] == 1
