// “What to try”: five steps that show the whole product. Each leads to the right person, and ticks itself
// when the conversations show that it happened.

import * as api from "./api.js";
import { $, h, icon } from "./dom.js";
import { attempt, emit, messagesOf, on, state } from "./store.js";
import { language, t } from "./words.js";

const KEY = "xiangban.guide";
const WIDE = matchMedia("(min-width: 1180px)");
const LOOK_MS = 120;
const ANSWER_MS = 6000;
const PLAIN = { padding: 0, border: 0, background: "none", font: "inherit", color: "inherit" };

const TEACHER = { name: "许一诺", role: "teacher" };
const MOTHER = { name: "周阿桂", role: "parent", newest: true };
const HEAD = { name: "顾明河", role: "administrator" };
const SPEAKERS = [TEACHER, HEAD, { name: "周阿桂", role: "parent" }];

/* `done` finds the step in what was said since the guide began; the bot speaks two languages here. */
const STEPS = [
  { goes: [TEACHER], done: registered },
  { goes: [TEACHER], done: () => cameByLink("parent").length > 0 && cameByLink("guardian").length > 0 },
  { goes: [{ month: true }, MOTHER], done: () => heard("parent", /电话打过了|this month's call/) },
  { goes: [TEACHER], done: () => heard("teacher", /^(记好了|Noted)/) },
  { goes: [TEACHER, HEAD], done: () => heard("administrator", /已接手|has taken it/) },
];

let progress = recall();
let looking = 0;
let unfolded = null;

function fresh(since) {
  return { since, done: STEPS.map(() => false), byHand: STEPS.map(() => false), english: false };
}

/* A tab remembers; another tab looks at the conversations and finds the same. */
function recall() {
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY));
    if (stored?.done.length === STEPS.length) return stored;
  } catch {
    // unreadable progress is no progress
  }
  return fresh(0);
}

export function startGuide() {
  $(".guide-icon").append(icon("guide"));
  $("#guide-close").append(icon("close"));
  $("#guide-toggle").addEventListener("click", () => setOpen($("#guide").hidden));
  $("#guide-close").addEventListener("click", () => {
    setOpen(false);
    $("#guide-toggle").focus();
  });
  $("#guide-clear").addEventListener("click", startOver);
  $("#guide").addEventListener(
    "keydown",
    (event) => event.key === "Escape" && !WIDE.matches && setOpen(false),
  );
  for (const topic of ["language", "people"]) on(topic, render);
  for (const topic of ["people", "chat"]) on(topic, lookSoon);
  setOpen(WIDE.matches);
}

function setOpen(open) {
  $("#guide").hidden = !open;
  $("#guide-toggle").setAttribute("aria-expanded", String(open));
  document.body.toggleAttribute("data-guide", open);
  render();
}

function startOver() {
  const everything = [...state.people.keys()].flatMap((id) => messagesOf(id));
  const since = Math.max(0, ...everything.map((message) => message.message_id));
  progress = { ...fresh(since), english: progress.english };
  unfolded = null;
  keep();
}

/* --- what happened --------------------------------------------------------------------------------- */

const recent = (id) => messagesOf(id).filter((message) => message.message_id > progress.since);
const inRole = (role) => [...state.people.values()].filter((person) => person.role === role);
const isBot = (message) => message.from === "bot";

function heard(role, words) {
  return inRole(role).some(({ id }) =>
    recent(id).some((message) => isBot(message) && words.test(message.text)),
  );
}

/* A birth date was asked for (the answer leaves the chat), and a child's card came: with a note and a report on it. */
function registered() {
  return inRole("teacher").some(({ id }) => {
    const messages = recent(id).filter(isBot);
    const asked = messages.find((message) => /是哪天出生的|date of birth|born/.test(message.text));
    const offers = (message, sign) => message.buttons?.some((button) => button.label.startsWith(sign));
    const isCard = (message) => offers(message, "✍️") && offers(message, "🔴");
    return asked && messages.some((message) => message.message_id > asked.message_id && isCard(message));
  });
}

function cameByLink(role) {
  const opened = (message) => !isBot(message) && message.text.startsWith("/start ");
  return inRole(role).filter(({ id }) => recent(id).some(opened));
}

/* Messages come in bursts; one look after them is enough. */
function lookSoon() {
  looking ||= setTimeout(look, LOOK_MS);
}

function look() {
  looking = 0;
  const found = progress.done.map((done, i) => done || (!progress.byHand[i] && Boolean(STEPS[i].done())));
  if (found.every((done, i) => done === progress.done[i])) return;
  progress.done = found;
  keep();
}

function keep() {
  sessionStorage.setItem(KEY, JSON.stringify(progress));
  render();
}

/* --- where to go ----------------------------------------------------------------------------------- */

const find = ({ name, role, newest }) => {
  const everyone = [...state.people.values()];
  const newcomer = newest ? cameByLink(role).at(-1) : undefined;
  return (
    newcomer ??
    everyone.find((person) => person.name.includes(name)) ??
    everyone.find((person) => person.role === role)
  );
};

function go(target) {
  if (target.month) return emit("step-month");
  const person = find(target);
  if (!person) return emit("toast", { text: t("guide_absent") });
  if (!WIDE.matches) setOpen(false);
  emit("select", { id: person.id });
}

/* As the people themselves would: /language, then English. */
async function speakEnglish(event) {
  event.target.disabled = true;
  for (const person of SPEAKERS.map(find).filter(Boolean)) {
    const sent = await attempt(() => api.sendMessage(person.id, { text: "/language" }));
    const offer = sent && (await offered(person.id, sent.message_id));
    if (offer) await attempt(() => api.press(person.id, offer.message_id, "English"));
    progress.english ||= Boolean(offer);
  }
  event.target.disabled = false;
  keep();
}

async function offered(id, after) {
  const isOffer = (message) =>
    message.message_id > after && message.buttons?.some(({ label }) => label === "English");
  for (const end = performance.now() + ANSWER_MS; performance.now() < end; ) {
    const offer = messagesOf(id).find(isOffer);
    if (offer) return offer;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return undefined;
}

/* --- how it looks ---------------------------------------------------------------------------------- */

function render() {
  const finished = progress.done.filter(Boolean).length;
  $("#guide-count").textContent = `${finished}/${STEPS.length}`;
  $("#guide-end").hidden = finished < STEPS.length;
  showIntro();
  const next = progress.done.indexOf(false);
  const focused = document.activeElement?.dataset?.focus;
  $("#guide-steps").replaceChildren(...STEPS.map((step, i) => stepView(step, i, i === next)));
  if (focused) $(`#guide-steps [data-focus="${focused}"]`)?.focus();
}

/* The demo school speaks Chinese; a reader of the English page may want to follow. */
function showIntro() {
  const intro = $(".guide-intro");
  const offers = language() === "en" && state.people.size > 0 && !progress.english;
  const sign = `${language()} ${offers}`;
  if (intro.dataset.sign === sign) return;
  intro.dataset.sign = sign;
  intro.replaceChildren(t("guide_intro"));
  if (!offers) return;
  const speak = h(
    "button",
    { type: "button", class: "link", id: "guide-english", onclick: speakEnglish },
    t("guide_speak"),
  );
  intro.append(" ", t("guide_tongue"), " ", speak);
}

/* The step one is at stands open, and any other that one opens; the rest are titles. */
function stepView(step, i, current) {
  const done = progress.done[i];
  const open = current || unfolded === i;
  const gos = step.goes.map((target, k) => goButton(target, `go-${i}-${k}`));
  const inside = [h("p", {}, t(`step${i + 1}_text`)), h("div", { class: "gos" }, ...gos)];
  return h(
    "li",
    { class: `guide-step ${done ? "done" : ""} ${current ? "current" : ""}` },
    tick(i, done),
    h("div", { class: "guide-body" }, h("h3", {}, titleButton(i, open)), ...(open ? inside : [])),
  );
}

function titleButton(i, open) {
  const turn = () => {
    unfolded = unfolded === i ? null : i;
    render();
  };
  const what = { type: "button", "aria-expanded": String(open), "data-focus": `title-${i}`, onclick: turn };
  return h("button", { ...what, style: PLAIN }, t(`step${i + 1}_title`));
}

function tick(i, done) {
  const box = h("input", {
    type: "checkbox",
    id: `step-${i + 1}`,
    "data-focus": `tick-${i}`,
    "aria-label": `${t("guide_done")}: ${t(`step${i + 1}_title`)}`,
  });
  box.checked = done;
  box.addEventListener("change", () => {
    progress.done[i] = box.checked;
    progress.byHand[i] = true;
    keep();
  });
  const mark = h("span", { class: "tick-mark", "aria-hidden": "true" }, done ? icon("check") : String(i + 1));
  return h("label", { class: "tick" }, box, mark);
}

function goButton(target, focus) {
  const label = target.month ? t("go_month") : (find(target)?.name ?? target.name);
  return h("button", { type: "button", class: "go", "data-focus": focus, onclick: () => go(target) }, label);
}
