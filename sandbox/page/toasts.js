// Short notices: answers to a button press, refusals, and news for people other than the one being played.

import { $, h } from "./dom.js";
import { on, selectedPerson, state } from "./store.js";

const STAY_MS = 4500;
const AT_MOST = 3;

export function startToasts() {
  on("toast", ({ text, tone, personId, alert }) => {
    if (!text) return;
    if (alert) return showAlert(text);
    const other = personId && personId !== selectedPerson()?.id ? state.people.get(personId)?.name : null;
    showToast(other ? `${other}：${text}` : text, tone);
  });
}

function showToast(text, tone = "plain") {
  const box = $("#toasts");
  const toast = h("div", { class: `toast ${tone}` }, text);
  box.append(toast);
  while (box.children.length > AT_MOST) box.firstElementChild.remove();
  setTimeout(() => toast.remove(), Math.max(STAY_MS, text.length * 90));
}

function showAlert(text) {
  $("#alert-text").textContent = text;
  const dialog = $("#alert-dialog");
  if (!dialog.open) dialog.showModal();
}
