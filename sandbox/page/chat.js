// The open chat: messages with their days, typing, and where the view stands.

import * as api from "./api.js";
import { albumView, messageView } from "./bubble.js";
import { $, h, icon, signature, sync } from "./dom.js";
import { attempt, fetchChat, markRead, messagesOf, on, sandboxNow, selectedPerson, state } from "./store.js";
import { dayHeading, dayKey, language, t } from "./words.js";

const TYPING_MS = 5000;
const NEAR_PX = 120;

let shown = null;
let typingTimer = null;

export function startChat() {
  on("selected", open);
  on("chat", ({ id, arrived, fromBot }) => {
    if (id !== state.selected) return;
    if (fromBot) hideTyping();
    refresh(arrived);
  });
  on("typing", ({ id }) => id === state.selected && showTyping());
  on("language", () => selectedPerson() && refresh());
  on("clock-day", () => selectedPerson() && refresh());
  on("people", () => selectedPerson() && showEmpty());
  $("#latest").append(icon("down"));
  $("#latest").addEventListener("click", toBottom);
  $("#chat-scroll").addEventListener("scroll", () => {
    if (nearBottom()) $("#latest").hidden = true;
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && seen());
}

function open() {
  const person = selectedPerson();
  $("#landing").hidden = Boolean(person);
  $("#chat-open").hidden = !person;
  hideTyping();
  if (!person) return;
  if (!state.chats.has(person.id)) attempt(() => fetchChat(person.id));
  refresh();
  toBottom();
}

function refresh(arrived = null) {
  const person = selectedPerson();
  const box = $("#messages");
  const changedChat = shown !== person.id;
  const stick = changedChat || nearBottom() || arrived?.from === "person";
  const focused = focusedButton(box);
  sync(box, entries(person.id), (entry, before) => build(person.id, entry, before, arrived));
  restoreFocus(box, focused);
  shown = person.id;
  showEmpty();
  if (arrived?.from === "bot") announce(arrived);
  if (stick) toBottom();
  else if (arrived) $("#latest").hidden = false;
  seen();
}

/* Messages become entries: a heading for each day, albums drawn together, a tail where a speaker ends. */
function entries(personId) {
  const now = sandboxNow();
  const groups = grouped(messagesOf(personId));
  const list = [];
  let day = null;
  groups.forEach((messages, i) => {
    const written = new Date(messages[0].date);
    if (dayKey(written) !== day) {
      day = dayKey(written);
      const heading = dayHeading(written, now);
      list.push({ key: `${personId}-${day}`, sign: heading, heading });
    }
    const next = groups[i + 1]?.[0];
    const tail = !next || next.from !== messages[0].from || dayKey(new Date(next.date)) !== day;
    const key = `${personId}-${messages[0].message_id}`;
    list.push({ key, sign: signature([language(), tail, messages]), messages, tail });
  });
  return list;
}

function grouped(messages) {
  const groups = [];
  for (const message of messages) {
    const open = groups.at(-1);
    if (message.media_group_id && open?.[0].media_group_id === message.media_group_id) open.push(message);
    else groups.push([message]);
  }
  return groups;
}

function build(personId, entry, before, arrived) {
  if (entry.heading) return h("div", { class: "day" }, h("span", {}, entry.heading));
  const [first] = entry.messages;
  const node =
    entry.messages.length > 1 ? albumView(personId, entry.messages) : messageView(personId, first, entry);
  for (const picture of node.querySelectorAll("img")) picture.addEventListener("load", keepBottom);
  node.dataset.content = signature(entry.messages);
  const arrives = entry.messages.includes(arrived); // into an album too, which is then no edit
  if (arrives && !before) node.classList.add("arriving");
  if (!arrives && before && before.dataset.content !== node.dataset.content) node.classList.add("touched");
  return node;
}

/* An edit redraws the bubble under the person's finger: the key pressed last keeps the focus. */
function focusedButton(box) {
  const active = document.activeElement;
  if (!box.contains(active)) return null;
  const node = active.closest("[data-key]");
  return { key: node.dataset.key, index: [...node.querySelectorAll("button")].indexOf(active) };
}

function restoreFocus(box, focused) {
  if (!focused || box.contains(document.activeElement)) return;
  const node = [...box.children].find((child) => child.dataset.key === focused.key);
  const buttons = [...(node?.querySelectorAll("button") ?? [])];
  (buttons[focused.index] ?? buttons.at(-1) ?? $("#chat-scroll")).focus({ preventScroll: true });
}

function showEmpty() {
  const person = selectedPerson();
  if (!person) return;
  const box = $("#empty-chat");
  box.hidden = !state.chats.has(person.id) || messagesOf(person.id).length > 0;
  if (box.hidden) return box.replaceChildren();
  const start = () => attempt(() => api.sendMessage(person.id, { text: "/start" }));
  box.replaceChildren(
    h("p", {}, t("empty_chat", { name: person.name })),
    h("button", { type: "button", class: "main", id: "start-chat", onclick: start }, t("start")),
  );
}

function showTyping() {
  const stick = nearBottom();
  $("#typing").hidden = false;
  clearTimeout(typingTimer);
  typingTimer = setTimeout(hideTyping, TYPING_MS);
  if (stick) toBottom();
}

function hideTyping() {
  clearTimeout(typingTimer);
  $("#typing").hidden = true;
}

function announce(message) {
  const labels = (message.buttons ?? []).map((button) => button.label).join(", ");
  $("#announcer").textContent =
    `${t("message_from_bot")}: ${message.text || message.file?.name || ""} ${labels}`;
}

function nearBottom() {
  const box = $("#chat-scroll");
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
}

function keepBottom(event) {
  const box = $("#chat-scroll");
  const grown = event.target.offsetHeight;
  if (box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX + grown) toBottom();
}

function toBottom() {
  const box = $("#chat-scroll");
  box.scrollTop = box.scrollHeight;
  $("#latest").hidden = true;
}

function seen() {
  if (state.selected !== null && document.visibilityState === "visible" && isChatInView())
    markRead(state.selected);
}

/* On a phone the list covers the chat; what is not on screen has not been read. */
const isChatInView = () => $("#chat").getClientRects().length > 0;
