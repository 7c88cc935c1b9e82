// What the page knows: people, their messages, who is being played, the clock. Changes are announced by topic.

import * as api from "./api.js";
import { t } from "./words.js";

const listeners = new Map();
const news = new Map(); // person id -> what arrived while the chat was being read
const READ_KEY = "xiangban.read";

const marks = recallMarks(); // person id -> the last message seen

export const state = {
  people: new Map(),
  chats: new Map(), // person id -> Map(message id -> message)
  selected: null,
  clock: null,
  online: false,
  stale: false, // the sandbox runs, with another token
};

export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, []);
  listeners.get(topic).push(listener);
}

export function emit(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

/* Run an action against the sandbox; a refusal becomes a toast instead of a lost promise. */
export async function attempt(action) {
  try {
    return await action();
  } catch (problem) {
    const text = problem instanceof api.Refused ? problem.message : t("network_lost");
    emit("toast", { text, tone: "problem" });
    return undefined;
  }
}

export const selectedPerson = () => state.people.get(state.selected) ?? null;

export const messagesOf = (id) =>
  [...(state.chats.get(id)?.values() ?? [])].sort((a, b) => a.message_id - b.message_id);

export const lastMessage = (id) => messagesOf(id).at(-1) ?? null;

export async function loadPeople() {
  const listed = await api.listPeople();
  state.people = new Map(listed.map((entry) => [entry.id, entry]));
  for (const id of state.chats.keys()) if (!state.people.has(id)) state.chats.delete(id);
  emit("people");
  return listed;
}

/* Fetch the chats a few at a time, the open one first: a big school must not block the page. */
export async function loadChats(ids) {
  const queue = [...ids].sort((a, b) => (b === state.selected) - (a === state.selected));
  const worker = async () => {
    while (queue.length) await fetchChat(queue.shift());
  };
  await Promise.all([worker(), worker(), worker()]);
}

/* What the stream tells of a chat while it is being read is newer than the answer, and wins. */
export async function fetchChat(id) {
  const meanwhile = new Map();
  news.set(id, meanwhile);
  const messages = await api.listMessages(id);
  const chat = new Map(messages.map((message) => [message.message_id, message]));
  for (const [messageId, message] of meanwhile) {
    if (message) chat.set(messageId, message);
    else chat.delete(messageId);
  }
  if (news.get(id) === meanwhile) news.delete(id);
  state.chats.set(id, chat);
  emit("chat", { id });
}

export function putMessage(id, message) {
  const chat = state.chats.get(id) ?? new Map();
  const isNew = !chat.has(message.message_id);
  chat.set(message.message_id, message);
  state.chats.set(id, chat);
  news.get(id)?.set(message.message_id, message);
  emit("chat", { id, arrived: isNew ? message : null, fromBot: message.from === "bot" });
}

export function dropMessage(id, messageId) {
  state.chats.get(id)?.delete(messageId);
  news.get(id)?.set(messageId, null);
  emit("chat", { id });
}

export function setOnline(online, problem = null) {
  const stale = problem?.status === 401;
  if (state.online === online && state.stale === stale) return;
  Object.assign(state, { online, stale });
  emit("online");
}

export function setClock(clock) {
  state.clock = { ...clock, readAt: performance.now() };
  emit("clock");
}

/* The sandbox's present instant, running on between two readings. */
export function sandboxNow() {
  if (!state.clock) return new Date();
  return new Date(Date.parse(state.clock.now) + performance.now() - state.clock.readAt);
}

function recallMarks() {
  try {
    return JSON.parse(localStorage.getItem(READ_KEY)) ?? {};
  } catch {
    return {};
  }
}

export function unreadCount(id) {
  const mark = marks[id] ?? 0;
  const messages = messagesOf(id);
  // A mark beyond the last message belongs to an earlier sandbox on this address.
  const from = mark > (messages.at(-1)?.message_id ?? 0) ? 0 : mark;
  return messages.filter((message) => message.from === "bot" && message.message_id > from).length;
}

export function markRead(id) {
  const last = lastMessage(id)?.message_id ?? 0;
  if (marks[id] === last) return;
  marks[id] = last;
  localStorage.setItem(READ_KEY, JSON.stringify(marks));
  emit("read");
}
