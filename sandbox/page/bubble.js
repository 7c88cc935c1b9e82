// One message as Telegram shows it: the bubble, its foot, and the buttons under it.

import * as api from "./api.js";
import { h, icon } from "./dom.js";
import { openLink, richText } from "./links.js";
import { contactView, fileView, pictureView, placeView } from "./media.js";
import { attempt, emit } from "./store.js";
import { clockTime, t } from "./words.js";

const SPIN_MS = 2500;
const FACES_ONLY = /^(\p{Extended_Pictographic}(\uFE0F|\u200D|\p{Emoji_Modifier})*){1,3}$/u;
const STYLES = new Set(["danger", "success", "primary"]);

export function messageView(personId, message, { tail }) {
  const side = message.from === "bot" ? "bot" : "person";
  const bare = FACES_ONLY.test(message.text) && !message.file && !message.location;
  const bubble = h(
    "div",
    {
      class: `bubble ${tail ? "tail" : ""} ${message.file?.kind === "photo" ? "pictured" : ""} ${bare ? "bare" : ""}`,
    },
    ...contents(personId, message),
    foot(personId, message),
  );
  return h(
    "article",
    {
      class: `message ${side} ${tail ? "last" : ""} ${message.buttons?.length ? "keyed" : ""} ${message.protected ? "guarded" : ""}`,
      "aria-label": t(side === "bot" ? "message_from_bot" : "message_own"),
      "data-message": message.message_id,
    },
    h("div", { class: "line" }, bubble, editButton(personId, message)),
    keyboard(personId, message),
  );
}

function contents(personId, message) {
  const parts = [];
  if (message.file) parts.push(fileView(message));
  if (message.contact) parts.push(contactView(message.contact));
  if (message.location) parts.push(placeView(message.location));
  if (message.text && !message.location) parts.push(words(personId, message));
  return parts;
}

function words(personId, message) {
  const run =
    message.from === "bot" ? (command) => attempt(() => api.sendMessage(personId, { text: command })) : null;
  return richText("div", message, run);
}

function foot(personId, message) {
  const written = new Date(message.date);
  return h(
    "div",
    { class: "foot-line" },
    message.edited ? h("span", { class: "edited" }, t("edited")) : null,
    message.protected
      ? h(
          "span",
          { class: "kept", title: t("protected"), role: "img", "aria-label": t("protected") },
          icon("lock"),
        )
      : null,
    h("time", { datetime: message.date }, clockTime(written)),
  );
}

function editButton(personId, message) {
  if (message.from === "bot" || message.file || message.contact || message.location) return null;
  const run = () => emit("edit", { personId, message });
  return h(
    "button",
    { type: "button", class: "edit-own", "aria-label": t("edit"), title: t("edit"), onclick: run },
    icon("pen"),
  );
}

/* An album is one frame of pictures; each keeps its own message id. */
export function albumView(personId, messages) {
  const side = messages[0].from === "bot" ? "bot" : "person";
  const pictures = messages.every((message) => message.file?.kind === "photo");
  const tiles = messages.map((message) =>
    h(
      "div",
      { class: "tile", "data-message": message.message_id },
      pictures ? pictureView(message) : fileView(message),
    ),
  );
  const captions = messages.filter((message) => message.text).map((message) => words(personId, message));
  const frame = h(
    "div",
    { class: pictures ? `album of-${Math.min(messages.length, 4)}` : "stack" },
    ...tiles,
  );
  const bubble = h(
    "div",
    { class: `bubble tail ${pictures ? "pictured holds-album" : ""}` },
    frame,
    ...captions,
    foot(personId, messages.at(-1)),
  );
  return h("article", { class: `message ${side} last` }, h("div", { class: "line" }, bubble));
}

function keyboard(personId, message) {
  if (!message.buttons?.length) return null;
  const rows = new Map();
  message.buttons.forEach((button, index) => {
    const row = button.row ?? index;
    if (!rows.has(row)) rows.set(row, []);
    rows.get(row).push(inlineButton(personId, message, button, index));
  });
  const lines = [...rows.values()].map((buttons) => h("div", { class: "inline-row" }, ...buttons));
  return h("div", { class: "inline-keyboard" }, ...lines);
}

function inlineButton(personId, message, button, index) {
  const style = STYLES.has(button.style) ? button.style : "plain";
  const kind = button.url ? "opens" : button.copy ? "copies" : FACES_ONLY.test(button.label) ? "face" : "";
  const node = h("button", { type: "button", class: `inline ${style} ${kind}` }, button.label);
  node.addEventListener("click", () => run(node, personId, message, button, index));
  return node;
}

async function run(node, personId, message, button, index) {
  if (button.url) return openLink(button.url);
  if (button.copy) return copy(button.copy);
  if (node.classList.contains("busy")) return;
  node.classList.add("busy");
  setTimeout(() => node.classList.remove("busy"), SPIN_MS);
  const pressed = await attempt(() => api.press(personId, message.message_id, index));
  if (pressed) emit("acted", { personId, how: "press" });
  else node.classList.remove("busy");
}

async function copy(text) {
  await navigator.clipboard?.writeText(text).catch(() => {});
  emit("toast", { text });
}
