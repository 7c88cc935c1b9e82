// Start the page: draw what is known, then listen.

import { Refused } from "./api.js";
import { startChat } from "./chat.js";
import { startClock } from "./clock.js";
import { startComposer } from "./composer.js";
import { $, icon } from "./dom.js";
import { startEvents } from "./events.js";
import { startGuide } from "./guide.js";
import { startHead } from "./head.js";
import { startJoining } from "./joining.js";
import { startLightbox } from "./lightbox.js";
import { closeMenu, startMenu } from "./menu.js";
import { startPeople } from "./people.js";
import { emit, loadPeople, on, state } from "./store.js";
import { startToasts } from "./toasts.js";
import { chooseLanguage, dress, language, t } from "./words.js";

const PHONE = matchMedia("(max-width: 700px)");

function startLanguages() {
  const show = () => {
    dress();
    for (const code of ["zh", "en"])
      $(`#lang-${code}`).setAttribute("aria-pressed", String(code === language()));
  };
  for (const code of ["zh", "en"]) {
    $(`#lang-${code}`).addEventListener("click", () => {
      chooseLanguage(code);
      show();
      emit("language");
    });
  }
  show();
}

/* The person being played stands in the address, so that Back and Reload do what one expects. */
function startRouting() {
  on("select", ({ id, byKeyboard }) => {
    const hash = id === null ? "#" : `#${id}`;
    if (location.hash === hash) route();
    else location.hash = hash;
    if (id !== null && (byKeyboard || !PHONE.matches)) setTimeout(() => $("#composer textarea").focus(), 0);
  });
  addEventListener("hashchange", route);
  on("people", () => wanted() !== state.selected && route());
}

/* People may come after the address that names them, and be gone after a restart. */
function wanted() {
  const id = Number(location.hash.slice(1));
  return state.people.has(id) ? id : null;
}

function route() {
  const selected = wanted();
  const left = state.selected;
  state.selected = selected;
  document.body.dataset.view = selected === null ? "list" : "chat";
  closeMenu({ refocus: false });
  emit("selected");
  if (selected === null && left !== null) $(`[data-person="${left}"]`)?.focus();
}

async function begin() {
  startLanguages();
  for (const start of [
    startToasts,
    startMenu,
    startLightbox,
    startPeople,
    startHead,
    startChat,
    startComposer,
    startJoining,
    startGuide,
    startClock,
  ])
    start();
  startRouting();
  try {
    await loadPeople();
    route();
    startEvents();
  } catch (problem) {
    showProblem(problem instanceof Refused && problem.status === 401 ? "bad_token" : "network_lost");
  }
}

function showProblem(key) {
  $("#landing").replaceChildren(
    icon("blocked"),
    Object.assign(document.createElement("p"), { textContent: t(key) }),
  );
}

begin();
