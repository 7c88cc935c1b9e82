// One small pop-up menu, used by the attach, command and person buttons.

import { $, h, icon } from "./dom.js";

let opener = null;

export function closeMenu({ refocus = true } = {}) {
  const menu = $("#menu");
  if (menu.hidden) return;
  menu.hidden = true;
  menu.replaceChildren();
  opener?.setAttribute("aria-expanded", "false");
  if (refocus) opener?.focus();
  opener = null;
}

/* Items are {label, hint?, icon?, tone?, run} or {row: [{label, run}]} for a line of small choices. */
export function openMenu(anchor, items) {
  const reopening = opener === anchor;
  closeMenu();
  if (reopening) return;
  opener = anchor;
  anchor.setAttribute("aria-expanded", "true");
  const menu = $("#menu");
  menu.replaceChildren(...items.map((item) => (item.row ? lineOf(item) : entry(item))));
  menu.setAttribute("aria-label", anchor.getAttribute("aria-label") ?? "");
  menu.hidden = false;
  place(menu, anchor.getBoundingClientRect());
  menu.querySelector("button").focus();
}

function entry({ label, hint, icon: picture, tone, run }) {
  return h(
    "button",
    { type: "button", role: "menuitem", class: `menu-item ${tone ?? ""}`, onclick: () => choose(run) },
    picture ? icon(picture) : null,
    h("span", {}, label),
    hint ? h("small", {}, hint) : null,
  );
}

function lineOf({ row, label }) {
  const buttons = row.map((choice) =>
    h(
      "button",
      { type: "button", role: "menuitem", class: "menu-small", onclick: () => choose(choice.run) },
      choice.label,
    ),
  );
  return h("div", { class: "menu-row", role: "group", "aria-label": label }, ...buttons);
}

function choose(run) {
  closeMenu();
  run();
}

function place(menu, anchor) {
  const margin = 8;
  const { offsetWidth: width, offsetHeight: height } = menu;
  const above = anchor.top - height - margin;
  const top = above > margin ? above : anchor.bottom + margin;
  const left = Math.min(Math.max(anchor.left, margin), innerWidth - width - margin);
  menu.style.top = `${Math.min(top, innerHeight - height - margin)}px`;
  menu.style.left = `${left}px`;
}

export function startMenu() {
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("#menu") && !opener?.contains(event.target)) closeMenu({ refocus: false });
  });
  $("#menu").addEventListener("keydown", (event) => {
    const entries = [...$("#menu").querySelectorAll("button")];
    const at = entries.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) entries[(at + step + entries.length) % entries.length].focus();
    else if (event.key === "Home") entries[0].focus();
    else if (event.key === "End") entries.at(-1).focus();
    else if (event.key === "Escape" || event.key === "Tab") closeMenu();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  addEventListener("resize", () => closeMenu({ refocus: false }));
}
