// The live stream. Whenever it opens, everything is read again: what happened before was not heard.

import { withToken } from "./api.js";
import { dropMessage, emit, loadChats, loadPeople, putMessage, setClock, setOnline, state } from "./store.js";
import { read as readClock } from "./clock.js";

const AGAIN_MS = 1500;

export function startEvents() {
  const stream = new EventSource(withToken("/api/events"));
  const hear = (kind, act) => stream.addEventListener(kind, (event) => act(JSON.parse(event.data)));
  stream.addEventListener("open", () => {
    setOnline(true);
    catchUp();
  });
  stream.addEventListener("error", () => {
    if (!state.stale) setOnline(false);
    // The browser retries by itself except after a refusal, for instance while the sandbox restarts.
    if (stream.readyState === EventSource.CLOSED) setTimeout(startEvents, AGAIN_MS);
  });
  hear("people", onPerson);
  hear("message", onMessage);
  hear("edited", onMessage);
  hear("deleted", onDeleted);
  hear("typing", ({ person_id: id }) => emit("typing", { id }));
  hear("toast", ({ person_id: personId, text, alert }) => emit("toast", { personId, text, alert }));
  hear("clock", (clock) => (clock.now ? setClock(clock) : readClock()));
}

async function catchUp() {
  try {
    const people = await loadPeople();
    await loadChats(people.map((person) => person.id));
    await readClock();
  } catch {
    setOnline(false); // the next opening of the stream reads again
  }
}

function onPerson({ person }) {
  state.people.set(person.id, person);
  emit("people");
}

/* What happens in a group names no person and is not shown. */
function onMessage({ person_id: id, message }) {
  if (id) putMessage(id, message);
}

function onDeleted({ person_id: id, message_id: messageId }) {
  if (id) dropMessage(id, messageId);
}
