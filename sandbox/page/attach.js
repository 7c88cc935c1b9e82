// Files, voice notes, places, contact cards and stickers from the person being played.

import * as api from "./api.js";
import { $, h, icon } from "./dom.js";
import { openMenu } from "./menu.js";
import { isRecording, startRecorder, stopRecording } from "./recorder.js";
import { attempt, emit, on, selectedPerson } from "./store.js";
import { t } from "./words.js";

const STICKERS = ["😀", "🙏", "🌾", "😢", "❤️"];

let staged = [];

/* Eleven digits beginning with 000: no such number exists. */
export const inventedPhone = (personId) => `000${String(Math.abs(personId)).padStart(8, "0")}`;

export const hasStaged = () => staged.length > 0;

export function startAttach() {
  $("#attach").addEventListener("click", () => openMenu($("#attach"), items()));
  $("#location-dialog form").addEventListener("submit", sendPlace);
  startRecorder((file) => deliver(() => api.sendFiles(selectedPerson().id, [file], "voice", "")));
  acceptDrops();
  on("selected", () => {
    staged = [];
    showStaged();
    if (isRecording()) stopRecording({ keep: false });
  });
}

function items() {
  const person = selectedPerson();
  const own = { contact: { phone: inventedPhone(person.id), own: true } };
  return [
    { label: t("attach_photo"), icon: "picture", run: () => pick("image/*", "photo") },
    { label: t("attach_file"), icon: "file", run: () => pick("", "document") },
    { label: t("attach_voice"), icon: "mic", run: () => emit("record") },
    { label: t("attach_location"), icon: "place", run: () => $("#location-dialog").showModal() },
    { label: t("attach_contact"), icon: "person", run: () => say(person.id, own) },
    {
      label: t("attach_sticker"),
      row: STICKERS.map((face) => ({ label: face, run: () => say(person.id, { sticker: face }) })),
    },
  ];
}

async function deliver(action) {
  if (await attempt(action)) emit("acted", { personId: selectedPerson()?.id, how: "message" });
}

const say = (personId, content) => deliver(() => api.sendMessage(personId, content));

function pick(accept, kind) {
  const chooser = h("input", { type: "file", accept, multiple: true });
  chooser.addEventListener("change", () => stage([...chooser.files], kind));
  chooser.click();
}

/* Chosen files wait above the composer, so that a caption can be written first. */
function stage(files, kind) {
  const same = staged.length === 0 || staged[0].kind === kind;
  const entries = files.map((file) => ({ file, kind }));
  staged = same ? [...staged, ...entries] : entries;
  showStaged();
  $("#composer textarea").focus();
}

function showStaged() {
  const box = $("#staged");
  box.hidden = !staged.length;
  box.replaceChildren(...staged.map((entry) => chip(entry)));
}

function chip(entry) {
  const drop = () => {
    staged = staged.filter((other) => other !== entry);
    showStaged();
  };
  const label = t("remove_file", { name: entry.file.name });
  return h(
    "span",
    { class: "chip" },
    icon(entry.kind === "photo" ? "picture" : "file"),
    h("span", { class: "chip-name" }, entry.file.name),
    h("button", { type: "button", "aria-label": label, title: label, onclick: drop }, icon("close")),
  );
}

export async function sendStaged(personId, caption) {
  const sending = staged;
  staged = [];
  showStaged();
  try {
    return await api.sendFiles(
      personId,
      sending.map((entry) => entry.file),
      sending[0].kind,
      caption,
    );
  } catch (problem) {
    staged = sending;
    showStaged();
    throw problem;
  }
}

async function sendPlace(event) {
  event.preventDefault();
  const place = { latitude: $("#latitude").valueAsNumber, longitude: $("#longitude").valueAsNumber };
  $("#location-dialog").close();
  await say(selectedPerson().id, { location: place });
}

/* Drag a file onto the chat, or paste a picture. */
function acceptDrops() {
  const chat = $("#chat");
  const carriesFiles = (event) => selectedPerson() && event.dataTransfer?.types.includes("Files");
  chat.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    chat.dataset.drop = t("drop_here");
  });
  chat.addEventListener("dragleave", (event) => {
    if (!chat.contains(event.relatedTarget)) delete chat.dataset.drop;
  });
  chat.addEventListener("drop", (event) => {
    delete chat.dataset.drop;
    if (!carriesFiles(event)) return;
    event.preventDefault();
    stageMixed([...event.dataTransfer.files]);
  });
  $("#composer textarea").addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) stageMixed([...event.clipboardData.files]);
  });
}

const stageMixed = (files) =>
  stage(files, files.every((file) => file.type.startsWith("image/")) ? "photo" : "document");
