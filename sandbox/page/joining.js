// The dialog that adds a new person, and asks on whose phone an invitation is opened.

import * as api from "./api.js";
import { $, h } from "./dom.js";
import { attempt, emit, on, state } from "./store.js";
import { language, t } from "./words.js";

let token = null;

const opensAsExisting = () => token !== null && $("#join-choice input:checked").value === "existing";

export function startJoining() {
  on("join", ask);
  $("#join-choice").addEventListener("change", show);
  $("#join-dialog form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  for (const button of document.querySelectorAll("dialog [data-close]")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }
}

function ask({ token: invited, name = "" }) {
  token = invited;
  $("#join-title").textContent = t(token ? "join_title" : "person_title");
  $("#join-text").textContent = t(token ? "join_text" : "person_text");
  $("#join-submit").textContent = t(token ? "open" : "add");
  $("#join-choice").hidden = !token || !state.people.size;
  $("#join-choice input[value=new]").checked = true;
  $("#join-name").value = name;
  const people = [...state.people.values()].sort((a, b) => a.id - b.id);
  $("#join-person").replaceChildren(
    ...people.map(({ id, name: known }) => h("option", { value: id }, known)),
  );
  show();
  $("#join-language").value = language() === "zh" ? "zh-hans" : "en";
  if (!$("#join-dialog").open) $("#join-dialog").showModal();
  $("#join-name").focus();
}

function show() {
  const existing = opensAsExisting();
  $("#join-new").hidden = existing;
  $("#join-existing").hidden = !existing;
  $("#join-name").required = !existing;
}

async function submit() {
  const invited = token;
  const id = opensAsExisting() ? Number($("#join-person").value) : await newPerson();
  if (id === undefined) return;
  $("#join-dialog").close();
  emit("select", { id });
  if (!invited) return;
  const sent = await attempt(() => api.sendMessage(id, { text: `/start ${invited}` }));
  if (sent) emit("acted", { personId: id, how: "join" });
}

async function newPerson() {
  const name = $("#join-name").value.trim();
  if (!name) return void $("#join-name").focus();
  const person = await attempt(() => api.addPerson(name, $("#join-language").value));
  if (!person) return undefined;
  state.people.set(person.id, person);
  emit("people");
  return person.id;
}
