// Writing as the person being played: text, edits, commands, the reply keyboard, the bar shown while blocked.

import * as api from "./api.js";
import { hasStaged, inventedPhone, sendStaged, startAttach } from "./attach.js";
import { $, h, icon, signature } from "./dom.js";
import { openMenu } from "./menu.js";
import { attempt, emit, messagesOf, on, selectedPerson } from "./store.js";
import { t } from "./words.js";

const COMMANDS = ["start", "help", "language", "privacy", "cancel"];
const drafts = new Map();

let editing = null;
let writer = null;
let keysOpen = true;

const field = () => $("#composer textarea");

export function startComposer() {
  for (const [id, name] of [
    ["attach", "attach"],
    ["commands", "slash"],
    ["keys-toggle", "keys"],
    ["send", "send"],
  ]) {
    $(`#${id}`).append(icon(name));
  }
  startAttach();
  $("#composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  field().addEventListener("keydown", keys);
  field().addEventListener("input", fit);
  $("#commands").addEventListener("click", async () =>
    openMenu($("#commands"), await commandItems(selectedPerson())),
  );
  $("#keys-toggle").addEventListener("click", () => {
    keysOpen = !keysOpen;
    showKeys();
  });
  on("selected", changeWriter);
  on("people", dressFoot);
  on("language", dressFoot);
  on("chat", ({ id }) => id === selectedPerson()?.id && showKeys());
  on("edit", ({ message }) => beginEdit(message));
}

/* Each person keeps a draft of their own. */
function changeWriter() {
  if (writer !== null && !editing) drafts.set(writer, field().value);
  endEdit();
  writer = selectedPerson()?.id ?? null;
  field().value = drafts.get(writer) ?? "";
  keysOpen = true;
  dressFoot();
  fit();
}

function dressFoot() {
  const person = selectedPerson();
  if (!person) return;
  field().placeholder = t("composer", { name: person.name });
  $("#composer").hidden = person.blocked;
  const bar = $("#blocked-bar");
  bar.hidden = !person.blocked;
  const unblock = () => attempt(() => api.setBlocked(person.id, false));
  bar.replaceChildren(
    h("span", {}, t("is_blocked", { name: person.name })),
    h("button", { type: "button", class: "main", id: "unblock", onclick: unblock }, t("unblock")),
  );
  $("#send").setAttribute("aria-label", t(editing ? "save_edit" : "send"));
  showKeys();
}

async function send() {
  const person = selectedPerson();
  const text = field().value.trim();
  if (!person || (!text && !hasStaged())) return;
  const change = editing;
  field().value = "";
  drafts.delete(person.id);
  endEdit();
  fit();
  const done = await attempt(() => deliver(person.id, text, change));
  if (done === undefined && selectedPerson()?.id === person.id && !field().value) {
    field().value = text; // nothing that was typed may vanish with a refusal
    fit();
  } else if (done !== undefined) emit("acted", { personId: person.id, how: "message" });
}

async function deliver(personId, text, change) {
  if (change) return (await api.editMessage(personId, change.message_id, text)) ?? true;
  if (hasStaged()) return sendStaged(personId, text);
  return api.sendMessage(personId, { text });
}

function keys(event) {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape" && editing) endEdit({ clear: true });
  else if (event.key === "ArrowUp" && !field().value) editLast(event);
}

function editLast(event) {
  const own = messagesOf(selectedPerson().id).filter((message) => message.from === "person");
  const last = own.at(-1);
  if (!last || last.file || last.contact || last.location) return;
  event.preventDefault();
  beginEdit(last);
}

function beginEdit(message) {
  editing = message;
  field().value = message.text;
  $("#composer").classList.add("editing");
  $("#composer").dataset.note = t("editing");
  field().focus();
  dressFoot();
  fit();
}

function endEdit({ clear = false } = {}) {
  if (editing && clear) field().value = "";
  editing = null;
  $("#composer").classList.remove("editing");
  dressFoot();
  fit();
}

function fit() {
  field().style.height = "auto";
  field().style.height = `${Math.min(field().scrollHeight, 160)}px`;
}

/* The menu the bot set for this person, or Telegram's usual words while it set none. */
async function commandItems(person) {
  const set = (await attempt(() => api.listCommands(person.id))) ?? [];
  const usual = COMMANDS.map((command) => ({ command, description: t(`command_${command}`) }));
  return (set.length ? set : usual).map(({ command, description }) => ({
    label: `/${command}`,
    hint: description,
    run: () => attempt(() => api.sendMessage(person.id, { text: `/${command}` })),
  }));
}

/* The keyboard in force is the one the last message that spoke of keyboards set; an empty one removed it. */
function keyboardInForce(personId) {
  const speaking = messagesOf(personId).filter((message) => message.from === "bot" && message.reply_keyboard);
  return speaking.at(-1)?.reply_keyboard ?? [];
}

function showKeys() {
  const person = selectedPerson();
  const rows = person && !person.blocked ? keyboardInForce(person.id) : [];
  $("#keys-toggle").hidden = !rows.length;
  $("#keys-toggle").setAttribute("aria-expanded", String(keysOpen));
  const box = $("#reply-keyboard");
  box.hidden = !rows.length || !keysOpen;
  const sign = signature([person?.id, rows]);
  if (box.dataset.sign === sign) return;
  box.dataset.sign = sign;
  if (box.contains(document.activeElement)) field().focus();
  box.replaceChildren(
    ...rows.map((row) => h("div", { class: "reply-row" }, ...row.map((key) => replyKey(person, key)))),
  );
}

function replyKey(person, { label, request_contact: asksContact }) {
  const content = asksContact ? { contact: { phone: inventedPhone(person.id), own: true } } : { text: label };
  const run = async () => {
    if (await attempt(() => api.sendMessage(person.id, content)))
      emit("acted", { personId: person.id, how: "message" });
  };
  return h(
    "button",
    { type: "button", class: `reply-key ${asksContact ? "asks-contact" : ""}`, onclick: run },
    label,
  );
}
