// Pictures, documents, voice notes and contact cards inside a bubble.

import { withToken } from "./api.js";
import { h, icon } from "./dom.js";
import { showPicture } from "./lightbox.js";
import { t } from "./words.js";

const BARS = 34;

let playing = null;

export const isPicture = (file) => file.kind === "photo" || (file.mime ?? "").startsWith("image/");
const isSound = (file) => file.kind === "voice" || file.kind === "audio";

export function fileView(message) {
  const { file } = message;
  if (file.kind === "photo") return pictureView(message);
  if (isSound(file)) return voiceView(file);
  return documentView(message);
}

export function pictureView(message) {
  const picture = h("img", {
    src: withToken(message.file.url),
    alt: message.text || t("photo"),
    draggable: "false",
  });
  const open = () => showPicture(message);
  return h(
    "button",
    { type: "button", class: "picture", "aria-label": t("open_picture"), onclick: open },
    picture,
  );
}

function documentView(message) {
  const { file } = message;
  const name = file.name || t("attach_file");
  const inside = [
    h("span", { class: "paper", "aria-hidden": "true" }, extension(name)),
    h("span", { class: "paper-name" }, h("b", {}, name), h("small", {}, readableSize(file.size))),
  ];
  const label = t("open_file", { name });
  if (isPicture(file)) {
    const open = () => showPicture(message);
    return h("button", { type: "button", class: "document", "aria-label": label, onclick: open }, ...inside);
  }
  const save = message.protected ? null : name;
  const href = withToken(file.url);
  return h(
    "a",
    { class: "document", href, target: "_blank", rel: "noopener", download: save, "aria-label": label },
    ...inside,
  );
}

function extension(name) {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot + 1, dot + 5).toUpperCase() : "···";
}

function readableSize(size) {
  if (!size) return "";
  if (size < 1024) return `${size} B`;
  if (size < 1024 ** 2) return `${Math.round(size / 1024)} KB`;
  return `${(size / 1024 ** 2).toFixed(1)} MB`;
}

function voiceView(file) {
  const sound = new Audio();
  sound.preload = "metadata";
  sound.src = withToken(file.url);
  const button = h("button", { type: "button", class: "play", "aria-label": t("play") }, icon("play"));
  const bars = h("span", { class: "wave", "aria-hidden": "true" }, ...waveform(file.url));
  const time = h("span", { class: "voice-time" }, "0:00");
  const show = () => {
    const whole = Number.isFinite(sound.duration) ? sound.duration : 0;
    const reached = whole ? Math.round((sound.currentTime / whole) * BARS) : 0;
    [...bars.children].forEach((bar, i) => bar.classList.toggle("heard", i < reached));
    time.textContent = minutes(sound.currentTime || whole);
  };
  const turn = (name) => {
    button.replaceChildren(icon(name));
    button.setAttribute("aria-label", t(name));
  };
  button.addEventListener("click", () =>
    sound.paused ? sound.play().catch(() => turn("play")) : sound.pause(),
  );
  sound.addEventListener("play", () => {
    if (playing && playing !== sound) playing.pause();
    playing = sound;
    turn("pause");
  });
  sound.addEventListener("pause", () => turn("play"));
  sound.addEventListener("ended", () => {
    sound.currentTime = 0;
    turn("play");
  });
  for (const event of ["timeupdate", "loadedmetadata", "durationchange"]) sound.addEventListener(event, show);
  bars.addEventListener("click", (event) => {
    const box = bars.getBoundingClientRect();
    if (Number.isFinite(sound.duration))
      sound.currentTime = ((event.clientX - box.left) / box.width) * sound.duration;
  });
  return h(
    "div",
    { class: "voice", role: "group", "aria-label": t("voice_note") },
    button,
    h("span", { class: "voice-body" }, bars, time),
  );
}

/* Bars that look like speech and are the same each time a note is shown; not measured from the sound. */
function waveform(seed) {
  let value = [...seed].reduce((sum, character) => (sum * 31 + character.codePointAt(0)) >>> 0, 7);
  return Array.from({ length: BARS }, (_, i) => {
    value = (value * 1664525 + 1013904223) >>> 0;
    const swell = 0.55 + 0.45 * Math.sin(i / 2.6);
    const height = 18 + (value / 2 ** 32) * 82 * swell;
    return h("i", { style: { height: `${Math.round(height)}%` } });
  });
}

export function minutes(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/* The number is text, not a tel: link: nobody should dial a real 110 out of a demonstration. */
export function contactView(contact) {
  return h(
    "div",
    { class: "contact" },
    h("span", { class: "contact-mark" }, icon("person")),
    h(
      "span",
      { class: "contact-text" },
      h("b", {}, contact.name),
      h("span", { class: "phone" }, contact.phone),
    ),
  );
}

export function placeView({ latitude, longitude }) {
  const north = `${Math.abs(latitude).toFixed(4)}°${latitude < 0 ? "S" : "N"}`;
  const east = `${Math.abs(longitude).toFixed(4)}°${longitude < 0 ? "W" : "E"}`;
  return h(
    "div",
    { class: "place" },
    h("span", { class: "place-mark" }, icon("place")),
    h("span", {}, `${north} ${east}`),
  );
}
