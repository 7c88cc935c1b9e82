// Record a voice note with the computer's microphone, or choose a sound file where there is none.

import { $, h, icon } from "./dom.js";
import { minutes } from "./media.js";
import { on } from "./store.js";
import { t } from "./words.js";

const TYPES = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

let current = null;
let deliver = null;

export const isRecording = () => current !== null;

export function startRecorder(onNote) {
  deliver = onNote;
  on("record", record);
}

async function record() {
  if (current) return;
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    begin(stream);
  } catch {
    offerFile(); // no microphone, or not allowed: both are everyday
  }
}

function begin(stream) {
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { mimeType });
  const pieces = [];
  const started = performance.now();
  const time = h("span", { class: "record-time" }, "0:00");
  const ticking = setInterval(() => {
    time.textContent = minutes((performance.now() - started) / 1000);
  }, 250);
  current = { recorder, keep: true };
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  recorder.addEventListener("stop", () => {
    clearInterval(ticking);
    for (const track of stream.getTracks()) track.stop();
    const keep = current.keep;
    current = null;
    hide();
    if (keep) deliver(noteOf(pieces, recorder.mimeType));
  });
  recorder.start();
  show(
    h("span", { class: "record-dot" }),
    h("span", {}, t("recording")),
    time,
    cancelButton(() => stopRecording({ keep: false })),
    doneButton(),
  );
}

function noteOf(pieces, type) {
  const ending = type.includes("ogg") ? "ogg" : type.includes("webm") ? "webm" : "m4a";
  return new File(pieces, `voice.${ending}`, { type: type.split(";")[0] });
}

export function stopRecording({ keep }) {
  if (!current) return;
  current.keep = keep;
  current.recorder.stop();
}

function offerFile() {
  const chooser = h("input", { type: "file", accept: "audio/*" });
  chooser.addEventListener("change", () => {
    hide();
    if (chooser.files.length) deliver(chooser.files[0]);
  });
  const choose = h(
    "button",
    { type: "button", class: "main", onclick: () => chooser.click() },
    t("choose_sound"),
  );
  show(icon("mic"), h("span", {}, t("no_microphone")), cancelButton(hide), choose);
  choose.focus();
}

const cancelButton = (run) => h("button", { type: "button", class: "quiet", onclick: run }, t("cancel"));
const doneButton = () =>
  h(
    "button",
    { type: "button", class: "main", onclick: () => stopRecording({ keep: true }) },
    t("stop_and_send"),
  );

function show(...parts) {
  const bar = $("#recorder");
  bar.replaceChildren(...parts);
  bar.hidden = false;
}

function hide() {
  $("#recorder").hidden = true;
  $("#recorder").replaceChildren();
}
