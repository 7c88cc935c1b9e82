// The rich text of a message. An invitation link asks who opens it, a command is sent, the rest opens apart.

import { h } from "./dom.js";
import { emit } from "./store.js";

/* The token of an invitation link to a bot, or null for any other address. */
export function startToken(address) {
  let url;
  try {
    url = new URL(/^[a-z]+:/i.test(address) ? address : `https://${address}`);
  } catch {
    return null;
  }
  const isBotLink = /^(www\.)?(t|telegram)\.me$/.test(url.hostname) && /^\/\w+bot$/i.test(url.pathname);
  if (!isBotLink && !(url.protocol === "tg:" && url.searchParams.has("domain"))) return null;
  return url.searchParams.get("start");
}

/* Show a message's `html`, which the server has escaped; the one place of the page that sets markup. */
export function richText(tag, message, onCommand = null) {
  const body = h(tag, { class: "text" });
  body.innerHTML = message.html ?? "";
  for (const anchor of body.querySelectorAll("a[href]")) take(anchor);
  for (const cover of body.querySelectorAll(".spoiler"))
    cover.addEventListener("click", () => cover.classList.add("open"));
  if (onCommand) for (const command of body.querySelectorAll(".command")) makePressable(command, onCommand);
  return body;
}

function take(anchor) {
  const address = anchor.getAttribute("href");
  anchor.addEventListener("click", (event) => {
    event.preventDefault();
    openLink(address);
  });
}

function makePressable(command, onCommand) {
  const text = command.textContent;
  command.replaceWith(
    h("button", { type: "button", class: "link command", onclick: () => onCommand(text) }, text),
  );
}

/* An invitation may stand in the text, behind words, or on a url button. */
export function invitationOf(message) {
  const anchors = richText("div", message).querySelectorAll("a[href]");
  const addresses = [...anchors].map((anchor) => anchor.getAttribute("href"));
  addresses.push(...(message.buttons ?? []).map((button) => button.url).filter(Boolean));
  return addresses.find((address) => startToken(address)) ?? null;
}

export function openLink(address) {
  const token = startToken(address);
  if (token) emit("join", { token });
  else
    window.open(/^[a-z]+:/i.test(address) ? address : `https://${address}`, "_blank", "noopener,noreferrer");
}
