"""The queue of updates for the bot, kept until the bot confirms them."""

from collections import deque
from itertools import islice

from pydantic_core import to_json

from sandbox.bell import Bell
from sandbox.state import State, Update, Wire

UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    """Hold updates in order; `ticket` names the poller that asked last."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.waiting: deque[Update] = deque(state.updates)
        self.bell = Bell()
        self.ticket = 0

    def allows(self, kind: str) -> bool:
        """Tell whether the bot wants updates of this kind."""
        allowed = self._state.allowed_updates
        return kind in allowed if allowed else kind not in UNASKED

    def put(self, kind: str, chat_id: int, payload: Wire) -> int | None:
        """Queue an update and return its id, or None when the bot asked not to get this kind."""
        if not self.allows(kind):
            return None
        self._state.last_update_id += 1
        update_id = self._state.last_update_id
        body = to_json({"update_id": update_id, kind: payload}).decode()
        self.waiting.append(Update(update_id, chat_id, body))
        self.bell.ring()
        return update_id

    def confirm(self, offset: int) -> None:
        """Forget updates below `offset`; a negative one keeps only that many from the end."""
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        while self.waiting and self.waiting[0].update_id < offset:
            self.waiting.popleft()

    def forget(self, update_ids: set[int]) -> None:
        """Forget delivered updates, wherever they stand."""
        self.waiting = deque(update for update in self.waiting if update.update_id not in update_ids)

    def head(self, limit: int) -> list[Update]:
        """Return up to `limit` of the oldest updates, leaving them in the queue."""
        return list(islice(self.waiting, limit))

    def clear(self) -> None:
        """Drop every pending update."""
        self.waiting.clear()
