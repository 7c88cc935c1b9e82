"""The clock: it runs, it steps through what is due, it waits for the bot."""

import itertools
import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.sandbox.running import BOT_TOKEN, TOKEN, Sandbox, run_sandbox

DAY = timedelta(days=1)


class FakeBot:
    """A bot with a reminder a day: it applies the clock, sends what is due, and publishes."""

    def __init__(self, sandbox: Sandbox, person: int) -> None:
        self._http = httpx.Client(base_url=sandbox.base, params={"token": TOKEN}, timeout=20, trust_env=False)
        self._person = person
        self._ended = threading.Event()
        self._offset = 0
        self._generation = -1
        self.due = datetime(2000, 1, 1, tzinfo=UTC)
        self.fired: list[datetime] = []

    def run(self) -> None:
        now = self._clock()
        self.due = now + DAY
        while not self._ended.is_set():
            now = self._clock()
            while self.due <= now:
                self.fired.append(self.due)
                self._call("sendMessage", chat_id=self._person, text=f"due {len(self.fired)}")
                self.due += DAY
            self._hear()
            self._publish()
        self._http.close()

    def end(self) -> None:
        self._ended.set()

    def _clock(self) -> datetime:
        clock = self._http.get("/api/clock").json()
        self._generation = clock["generation"]
        return datetime.fromisoformat(clock["now"])

    def _hear(self) -> None:
        for update in self._call("getUpdates", offset=self._offset + 1):
            self._offset = update["update_id"]
            self._call("sendMessage", chat_id=self._person, text="heard")

    def _call(self, method: str, **fields: Any) -> Any:
        return self._http.post(f"/bot{BOT_TOKEN}/{method}", json=fields).json()["result"]

    def _publish(self) -> None:
        said = {
            "generation": self._generation,
            "last_update_id": self._offset,
            "idle": True,
            "next_due": self.due.isoformat(),
            "roles": {str(self._person): "teacher"},
        }
        assert self._http.put("/api/bot", json=said).status_code == 204


@pytest.fixture
def fresh() -> Generator[Sandbox, None, None]:
    with run_sandbox() as sandbox:
        yield sandbox


@contextmanager
def with_bot(sandbox: Sandbox) -> Generator[tuple[FakeBot, int], None, None]:
    """Run a fake bot beside the test, connected before the block begins."""
    person = sandbox.person()
    bot = FakeBot(sandbox, person)
    thread = threading.Thread(target=bot.run)
    thread.start()
    try:
        while not sandbox.get("clock")["bot"]["connected"]:
            pass
        yield bot, person
    finally:
        bot.end()
        thread.join(10)


def test_the_clock_runs_and_jumps_without_a_bot(fresh: Sandbox) -> None:
    before = fresh.get("clock")
    assert before["bot"] == {"connected": False, "idle": False}
    after = fresh.post("clock", {"advance_s": 86400}, 200)
    moved = datetime.fromisoformat(after["now"]) - datetime.fromisoformat(before["now"])
    assert moved >= DAY
    assert after["generation"] == before["generation"] + 1
    wanted = datetime.fromisoformat(after["now"]) + 30 * DAY
    there = fresh.post("clock", {"to": wanted.isoformat()}, 200)
    assert datetime.fromisoformat(there["now"]) >= wanted
    person = fresh.person()
    assert datetime.fromisoformat(fresh.messages(person)[0]["date"]) >= wanted - timedelta(seconds=1)


def test_a_long_look_ends_when_the_clock_moves(fresh: Sandbox) -> None:
    now = fresh.get("clock")["generation"]
    assert fresh.get("clock", after=now, timeout=0.05)["generation"] == now
    with ThreadPoolExecutor() as pool:
        look = pool.submit(
            httpx.get, f"{fresh.base}/api/clock?token={TOKEN}&after={now}&timeout=10", timeout=20
        )
        fresh.post("clock", {"advance_s": 60}, 200)
        assert look.result().json()["generation"] == now + 1


def test_moving_steps_through_every_due_instant(fresh: Sandbox) -> None:
    with with_bot(fresh) as (bot, person):
        after = fresh.post("clock", {"advance_s": 5.5 * 86400}, 200)
        assert len(bot.fired) == 5
        assert after["bot"] == {"connected": True, "idle": True}
        messages = [said for said in fresh.messages(person) if said["text"].startswith("due")]
        days = [datetime.fromisoformat(said["date"]) for said in messages]
        gaps = {round((later - earlier) / DAY) for earlier, later in itertools.pairwise(days)}
        assert gaps == {1}


def test_next_due(fresh: Sandbox) -> None:
    with with_bot(fresh) as (bot, _):
        due = bot.due
        after = fresh.post("clock", {"next_due": True}, 200)
        assert bot.fired == [due]
        assert datetime.fromisoformat(after["now"]) >= due
        assert datetime.fromisoformat(after["next_due"]) == due + DAY


def test_waiting_for_the_bot(fresh: Sandbox) -> None:
    with with_bot(fresh) as (_, person):
        path = f"people/{person}/messages?wait=idle"
        answer = fresh.post(path, {"text": "hello"})
        assert answer["idle"] is True
        assert [said["text"] for said in fresh.messages(person)][-2:] == ["hello", "heard"]
        assert fresh.get("people")["people"][0]["role"] == "teacher"
    assert fresh.post("people?wait=idle", {"name": "x", "language": "en"}, 201)["idle"] in (True, False)


def test_without_a_bot_nobody_waits(fresh: Sandbox) -> None:
    person = fresh.person()
    assert fresh.post(f"people/{person}/messages?wait=idle", {"text": "x"})["idle"] is False


def test_a_busy_bot_is_not_idle(fresh: Sandbox) -> None:
    said = fresh.say(fresh.person(), "x")
    fresh.publish(last_update_id=said["update_id"] - 1)
    assert fresh.get("clock")["bot"] == {"connected": True, "idle": False}
    fresh.publish(last_update_id=said["update_id"], idle=False)
    assert not fresh.get("clock")["bot"]["idle"]
    fresh.publish(last_update_id=said["update_id"])
    assert fresh.get("clock")["bot"]["idle"]
    fresh.publish(last_update_id=said["update_id"], generation=7)
    assert not fresh.get("clock")["bot"]["idle"]


def test_roles_are_replaced_whole(fresh: Sandbox) -> None:
    person = fresh.person()
    fresh.publish(roles={str(person): "guardian", "5": "parent"})
    assert fresh.get("people")["people"][0]["role"] == "guardian"
    fresh.publish()
    assert fresh.get("people")["people"][0]["role"] is None
    assert fresh.refused(
        "PUT", "bot", {"generation": 0, "last_update_id": 0, "idle": True, "roles": {"1": "x"}}
    )
