// The clock bar: the sandbox's date and time, what is due next, and the three ways to move on.

import * as api from "./api.js";
import { $, h } from "./dom.js";
import { attempt, emit, on, sandboxNow, setClock, setOnline, state } from "./store.js";
import { solarTerm } from "./seasons.js";
import {
  clockTime,
  dayKey,
  dayOfMonth,
  distance,
  language,
  longDate,
  shortDate,
  shortMoment,
  t,
  zoneName,
} from "./words.js";

const READ_MS = 4000;
const TICK_MS = 1000;

let stepping = false;
let day = null;

export function startClock() {
  on("clock", render);
  on("language", render);
  on("online", render);
  $("#clock-next").addEventListener("click", () => step({ next_due: true }));
  $("#clock-day").addEventListener("click", () => step({ advance_s: 86400 }));
  $("#clock-month").addEventListener("click", () => step({ to: nextMonth(sandboxNow()) }));
  on("step-month", () => $("#clock-month").click());
  setInterval(render, TICK_MS);
  setInterval(() => document.visibilityState === "visible" && !stepping && read(), READ_MS);
}

export async function read() {
  try {
    setClock(await api.readClock());
    setOnline(true);
  } catch (problem) {
    setOnline(false, problem);
  }
}

/* The same day of the next month, or its last day where that month is shorter. */
function nextMonth(now) {
  const target = new Date(now);
  target.setUTCDate(1);
  target.setUTCMonth(target.getUTCMonth() + 2, 0);
  target.setUTCDate(Math.min(now.getUTCDate(), target.getUTCDate()));
  return target.toISOString();
}

async function step(request) {
  if (stepping) return;
  stepping = true;
  render();
  const clock = await attempt(() => api.moveClock(request));
  stepping = false;
  if (clock) {
    setClock(clock);
    emit("stepped");
  } else render();
}

function render() {
  const { clock } = state;
  if (!clock) return;
  const now = sandboxNow();
  showFace(now);
  showBot(clock.bot ?? {});
  showNext(clock.next_due ? new Date(clock.next_due) : null, now);
  document.body.toggleAttribute("data-stepping", stepping);
  $(".clock").setAttribute("aria-busy", String(stepping));
  for (const button of document.querySelectorAll(".step")) button.disabled = stepping;
  $("#clock-next").disabled = stepping || !clock.next_due;
}

function showFace(now) {
  const face = $("#clock-now");
  const [long, short, time] = [longDate(now), shortDate(now), clockTime(now)];
  if (face.dataset.sign !== long + time) {
    face.dataset.sign = long + time;
    face.replaceChildren(
      h("span", { class: "date-long" }, long),
      h("span", { class: "date-short" }, short),
      ` ${time}`,
    );
  }
  face.dateTime = now.toISOString();
  face.title = `${solarTerm(now, language())} · ${zoneName()}`;
  if (day === dayKey(now) + language()) return;
  const turned = day !== null && day.slice(0, 10) !== dayKey(now);
  day = dayKey(now) + language();
  $(".leaf-month").textContent = solarTerm(now, "zh");
  $(".leaf-day").textContent = dayOfMonth(now);
  if (turned) turnLeaf();
  emit("clock-day");
}

function turnLeaf() {
  const leaf = $(".leaf");
  leaf.classList.remove("turned");
  requestAnimationFrame(() => leaf.classList.add("turned"));
}

function showBot({ connected, idle }) {
  const condition = !state.online
    ? state.stale
      ? "stale"
      : "lost"
    : !connected
      ? "missing"
      : stepping
        ? "stepping"
        : idle
          ? "idle"
          : "working";
  const words = {
    lost: "sandbox_lost",
    stale: "token_changed",
    missing: "bot_missing",
    idle: "bot_idle",
    working: "bot_working",
    stepping: "stepping",
  };
  const place = $("#bot-state");
  if (place.dataset.condition === condition && place.textContent === t(words[condition])) return;
  place.dataset.condition = condition;
  place.textContent = t(words[condition]);
  place.title = stepping ? t("stepping_long") : "";
}

function showNext(due, now) {
  const text = due ? `${shortMoment(due)} · ${distance(now, due)}` : t("nothing_due");
  if ($("#next-when").textContent !== text) $("#next-when").textContent = text;
}
