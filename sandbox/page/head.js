// The head of the open chat: whom one is playing, and what else can be done as that person.

import * as api from "./api.js";
import { $, h, icon } from "./dom.js";
import { openMenu } from "./menu.js";
import { avatar, roleName } from "./people.js";
import { attempt, emit, on, selectedPerson } from "./store.js";
import { languageName, t } from "./words.js";

export function startHead() {
  for (const topic of ["selected", "people", "language"]) on(topic, render);
}

function render() {
  const person = selectedPerson();
  if (!person) return;
  const back = h(
    "button",
    { type: "button", class: "round back", id: "back", "aria-label": t("back") },
    icon("back"),
  );
  const more = h(
    "button",
    {
      type: "button",
      class: "round",
      id: "chat-menu",
      "aria-label": t("chat_menu"),
      "aria-haspopup": "menu",
    },
    icon("menu"),
  );
  back.addEventListener("click", () => emit("select", { id: null }));
  more.addEventListener("click", () => openMenu(more, items(person)));
  const hadFocus = $("#chat-head").contains(document.activeElement) ? document.activeElement.id : null;
  $("#chat-head").replaceChildren(back, avatar(person, "small"), title(person), more);
  if (hadFocus) $(`#${hadFocus}`)?.focus();
}

function title(person) {
  const details = [roleName(person.role), languageName(person.language), t("with_bot")];
  return h(
    "div",
    { class: "chat-title" },
    h(
      "h2",
      {},
      h("small", {}, t("playing")),
      " ",
      person.name,
      person.blocked ? h("span", { class: "barred" }, icon("blocked")) : null,
    ),
    h("p", {}, details.join(" · ")),
  );
}

function items(person) {
  const turn = () => attempt(() => api.setBlocked(person.id, !person.blocked));
  const start = () => attempt(() => api.sendMessage(person.id, { text: "/start" }));
  const barring = {
    label: t(person.blocked ? "unblock" : "block"),
    icon: "blocked",
    tone: person.blocked ? "" : "warn",
    run: turn,
  };
  return person.blocked ? [barring] : [{ label: t("send_start"), icon: "send", run: start }, barring];
}
