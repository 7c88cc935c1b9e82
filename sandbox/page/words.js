// The page's own two languages, and its dates in the sandbox's time zone.

import en from "./words.en.js";
import zh from "./words.zh.js";

const KEY = "xiangban.language";
const BOOKS = { zh, en };
const ZONE = document.querySelector('meta[name="zone"]').content;

let current = startLanguage();

function startLanguage() {
  const stored = localStorage.getItem(KEY);
  if (stored in BOOKS) return stored;
  return (navigator.languages ?? [navigator.language]).some((tag) => tag.startsWith("zh")) ? "zh" : "en";
}

export const language = () => current;
const tag = () => (current === "zh" ? "zh-CN" : "en-GB");

export function chooseLanguage(chosen) {
  current = chosen;
  localStorage.setItem(KEY, chosen);
}

export function t(key, values = {}) {
  const text = BOOKS[current][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/* What a language is called in the page's language; the code itself where the browser has no name for it. */
export function languageName(code) {
  const short = { "zh-hans": "zh" }[code?.toLowerCase()] ?? code;
  try {
    return new Intl.DisplayNames([tag()], { type: "language" }).of(short);
  } catch {
    return code;
  }
}

/* Fill the page's fixed texts and labels. */
export function dress(root = document) {
  for (const node of root.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of root.querySelectorAll("[data-t-label]")) {
    node.setAttribute("aria-label", t(node.dataset.tLabel));
    if (node.matches("button")) node.title = t(node.dataset.tLabel);
  }
  for (const node of root.querySelectorAll("[data-t-hint]")) node.placeholder = t(node.dataset.tHint);
  document.documentElement.lang = tag();
  document.title = t("title");
}

const formats = new Map();

function format(instant, options) {
  const key = `${current}${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(tag(), { timeZone: ZONE, hourCycle: "h23", ...options }));
  }
  return formats.get(key).format(instant);
}

export const clockTime = (instant) => format(instant, { hour: "2-digit", minute: "2-digit" });
export const longDate = (instant) =>
  [{ year: "numeric", month: "long", day: "numeric" }, { weekday: "long" }]
    .map((options) => format(instant, options))
    .join(current === "zh" ? " " : ", ");
export const shortDate = (instant) => withWeekday(instant, { month: "short", day: "numeric" });
export const dayOfMonth = (instant) => String(Number(dayKey(instant).slice(8)));
export const zoneName = () =>
  new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, timeZoneName: "shortOffset" })
    .formatToParts(new Date())
    .find((part) => part.type === "timeZoneName").value;

/* Chinese dates are set without a space before the weekday, which reads crowded. */
function withWeekday(instant, options) {
  if (current === "en") return format(instant, { ...options, weekday: "short" });
  return `${format(instant, options)} ${format(instant, { weekday: "short" })}`;
}

/* 2026-11-23, the calendar day in the sandbox's zone. */
export function dayKey(instant) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short" }).format(instant);
}

export function shortMoment(instant) {
  return `${format(instant, { month: "short", day: "numeric" })} ${clockTime(instant)}`;
}

export function dayHeading(instant, now) {
  const day = dayKey(instant);
  if (day === dayKey(now)) return t("today");
  if (day === dayKey(new Date(now.getTime() - 86400e3))) return t("yesterday");
  const sameYear = day.slice(0, 4) === dayKey(now).slice(0, 4);
  return withWeekday(instant, { month: "long", day: "numeric", year: sameYear ? undefined : "numeric" });
}

/* In the list: a time today, otherwise a date. */
export function listMoment(instant, now) {
  if (dayKey(instant) === dayKey(now)) return clockTime(instant);
  return format(instant, { month: "short", day: "numeric" });
}

export function distance(from, to) {
  const minutes = Math.round((to - from) / 60e3);
  if (minutes < 1) return t("overdue");
  if (minutes < 60) return t("in_minutes", { n: minutes });
  if (minutes < 48 * 60) return t("in_hours", { n: Math.round(minutes / 60) });
  return t("in_days", { n: Math.round(minutes / 1440) });
}
