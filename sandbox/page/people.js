// The people on the left: who they are, what they last heard, and whom one is playing.

import { $, h, icon, signature, sync } from "./dom.js";
import { emit, lastMessage, on, sandboxNow, state, unreadCount } from "./store.js";
import { language, languageName, listMoment, t } from "./words.js";

const WARM = [
  "#b4583f",
  "#a8772a",
  "#6f7d3a",
  "#4d7c62",
  "#9a5a6e",
  "#7d6a9a",
  "#8a6246",
  "#c06a4a",
  "#587c8c",
  "#93753f",
];
const GROUPS = [
  ["group_school", ["administrator", "teacher"]],
  ["group_family", ["parent", "guardian"]],
  ["group_guest", [null]],
];
const ROLE_CLASS = new Set(["administrator", "teacher", "parent", "guardian"]);

let scheduled = false;

export const roleName = (role) => t(ROLE_CLASS.has(role) ? `role_${role}` : "role_none");
export const languageMark = (code) =>
  (code ?? "").toLowerCase().startsWith("zh") ? "中" : (code ?? "").slice(0, 2).toUpperCase();

export function avatar(person, size = "") {
  const initial = [...person.name.trim()][0]?.toUpperCase() ?? "?";
  // A prime step spreads neighbouring ids over the palette.
  const colour = WARM[(Math.abs(person.id) * 7) % WARM.length];
  return h("span", { class: `avatar ${size}`, "aria-hidden": "true", style: { "--hue": colour } }, initial);
}

export function startPeople() {
  for (const topic of ["people", "selected", "language", "clock-day"]) on(topic, render);
  for (const topic of ["chat", "read"]) on(topic, renderSoon);
  $("#people").addEventListener("keydown", move);
  $("#people").addEventListener("click", (event) => {
    const entry = event.target.closest("[data-person]");
    if (entry) emit("select", { id: Number(entry.dataset.person) });
  });
  $("#new-person").addEventListener("click", () => emit("join", { token: null }));
}

/* Messages come in bursts; one drawing a frame is enough. */
function renderSoon() {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    render();
  });
}

function render() {
  $("#new-person").replaceChildren(icon("add"), t("new_person"));
  $("#nobody").hidden = state.people.size > 0;
  const focused = document.activeElement.dataset.person;
  sync($("#people"), rows(), (row) => (row.heading ? groupHeading(row) : entryView(row)));
  // A redrawn entry takes the focus along with it.
  if (focused && document.activeElement === document.body) $(`[data-person="${focused}"]`)?.focus();
}

const groupHeading = ({ heading }) => h("div", { class: "group", role: "presentation" }, heading);

function rows() {
  const everyone = [...state.people.values()].sort((a, b) => a.id - b.id);
  const tabStop = state.people.has(state.selected) ? state.selected : null;
  const list = [];
  for (const [label, roles] of GROUPS) {
    const members = everyone.filter((person) =>
      roles.includes(ROLE_CLASS.has(person.role) ? person.role : null),
    );
    if (members.length) list.push({ key: label, sign: t(label), heading: t(label) });
    for (const person of members) list.push(row(person, tabStop ?? everyone[0].id));
  }
  return list;
}

function row(person, tabStop) {
  const last = lastMessage(person.id);
  const details = {
    person,
    line: lastLine(last),
    when: last ? listMoment(new Date(last.date), sandboxNow()) : "",
    unread: person.id === state.selected ? 0 : unreadCount(person.id),
    selected: person.id === state.selected,
    reachable: person.id === tabStop,
  };
  return { key: `p${person.id}`, sign: signature([language(), details]), ...details };
}

function lastLine(message) {
  if (!message) return t("no_message");
  const own = message.from === "bot" ? "" : t("you");
  return own + (message.text?.replace(/\s+/g, " ") || attachment(message));
}

function attachment({ file, contact, location }) {
  if (contact) return t("contact", { name: contact.name });
  if (location) return t("location");
  if (!file) return "";
  const kind = { photo: "photo", voice: "voice", audio: "voice" }[file.kind] ?? "document";
  return t(kind, { name: file.name ?? "" }).trim();
}

function entryView({ person, line, when, unread, selected, reachable }) {
  const role = ROLE_CLASS.has(person.role) ? person.role : "none";
  const badge = h("span", { class: "unread", "aria-label": t("unread", { n: unread }) }, String(unread));
  const barred = h(
    "span",
    { class: "barred", title: t("blocked"), role: "img", "aria-label": t("blocked") },
    icon("blocked"),
  );
  return h(
    "div",
    {
      class: "entry",
      role: "option",
      "data-person": person.id,
      "aria-selected": selected ? "true" : "false",
      tabindex: reachable ? "0" : "-1",
    },
    avatar(person),
    h(
      "span",
      { class: "entry-top" },
      h("span", { class: "entry-name" }, person.name),
      h("span", { class: `role ${role}` }, roleName(person.role)),
      h("span", { class: "tongue", title: languageName(person.language) }, languageMark(person.language)),
    ),
    h("span", { class: "entry-when" }, when),
    h("span", { class: "entry-line" }, line),
    h("span", { class: "entry-marks" }, person.blocked ? barred : null, unread ? badge : null),
  );
}

function move(event) {
  const entries = [...$("#people").querySelectorAll("[data-person]")];
  const at = entries.indexOf(document.activeElement);
  if (at < 0) return;
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
  if (event.key === "Enter" || event.key === " ") choose(entries[at]);
  else if (target !== undefined) entries[Math.min(Math.max(target, 0), entries.length - 1)].focus();
  else return;
  event.preventDefault();
}

function choose(entry) {
  emit("select", { id: Number(entry.dataset.person), byKeyboard: true });
}
