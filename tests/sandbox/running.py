"""A sandbox on a thread of its own, with its programs' API at hand."""

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from sandbox.serving import Server, bind
from sandbox.snapshot import load
from sandbox.world import World

TOKEN = "t0ken"
BOT_TOKEN = f"424242:{TOKEN}"


@dataclass
class Sandbox:
    """A running sandbox: its address, its control API and raw calls of its Bot API."""

    base: str
    http: httpx.Client

    def get(self, path: str, **query: Any) -> Any:
        """Return the answer of a control GET."""
        response = self.http.get(f"/api/{path}", params=query)
        assert response.status_code == 200, response.text
        return response.json()

    def post(self, path: str, body: Any, status: int = 202) -> Any:
        """Return the answer of a control POST."""
        response = self.http.post(f"/api/{path}", json=body)
        assert response.status_code == status, response.text
        return response.json()

    def refused(self, verb: str, path: str, body: Any = None, status: int = 422) -> str:
        """Return the reason of a refusal."""
        response = self.http.request(verb, f"/api/{path}", json=body)
        assert response.status_code == status, response.text
        return str(response.json()["error"])

    def person(self, name: str = "周阿桂", language: str = "zh-hans", *, started: bool = True) -> int:
        """Create a person who has written to the bot (or not yet) and return their id."""
        person_id = int(self.post("people", {"name": name, "language": language}, 201)["person"]["id"])
        if started:
            self.say(person_id, "/start")
        return person_id

    def say(self, person_id: int, text: str) -> Any:
        """Write to the bot."""
        return self.post(f"people/{person_id}/messages", {"text": text})

    def messages(self, person_id: int, after: int = 0) -> list[dict[str, Any]]:
        """Return the chat as programs see it."""
        found: list[dict[str, Any]] = self.get(f"people/{person_id}/messages", after=after)["messages"]
        return found

    def faults(self, *faults: dict[str, Any]) -> None:
        """Put faults in force."""
        assert self.http.put("/api/faults", json={"faults": faults}).status_code == 200

    def publish(self, **said: Any) -> None:
        """Publish as the bot."""
        body = {"generation": 0, "last_update_id": 0, "idle": True} | said
        assert self.http.put("/api/bot", json=body).status_code == 204

    def call(self, method: str, **fields: Any) -> tuple[int, Any]:
        """Call the Bot API with a JSON body and return status and answer."""
        response = self.http.post(f"/bot{BOT_TOKEN}/{method}", json=fields)
        return response.status_code, response.json()

    def updates(self, offset: int = 0, **fields: Any) -> list[dict[str, Any]]:
        """Return the waiting updates."""
        status, answer = self.call("getUpdates", offset=offset, **fields)
        assert status == 200, answer
        found: list[dict[str, Any]] = answer["result"]
        return found

    def drain(self) -> None:
        """Confirm every waiting update."""
        if waiting := self.updates():
            self.updates(waiting[-1]["update_id"] + 1)


@contextmanager
def run_sandbox(folder: Path | None = None) -> Generator[Sandbox, None, None]:
    """Serve a world in a thread until the block ends."""
    listener = bind(0)
    base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = Server(World(TOKEN, load(folder), folder), folder)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    while not server.started:
        time.sleep(0.005)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    try:
        with httpx.Client(base_url=base, headers=headers, timeout=20, trust_env=False) as http:
            yield Sandbox(base, http)
    finally:
        server.should_exit = True
        thread.join(5)
        assert not thread.is_alive()
