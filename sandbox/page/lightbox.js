// A picture, large, with its caption; an invitation in the caption can be opened from here.

import { withToken } from "./api.js";
import { $, h, icon } from "./dom.js";
import { invitationOf, openLink, richText } from "./links.js";
import { t } from "./words.js";

export function showPicture(message) {
  const dialog = $("#lightbox");
  const invitation = invitationOf(message);
  const picture = h("img", { src: withToken(message.file.url), alt: message.text || t("photo") });
  if (message.protected) picture.addEventListener("contextmenu", (event) => event.preventDefault());
  const close = h(
    "button",
    { type: "button", class: "round", "aria-label": t("close"), onclick: () => dialog.close() },
    icon("close"),
  );
  dialog.replaceChildren(
    h("figure", {}, picture, caption(message)),
    h(
      "div",
      { class: "lightbox-ends" },
      invitation ? openButton(dialog, invitation) : null,
      saveLink(message),
      close,
    ),
  );
  if (!dialog.open) dialog.showModal();
}

function caption(message) {
  if (!message.text) return null;
  const text = richText("figcaption", message);
  text.addEventListener("click", (event) => {
    if (event.target.closest("a")) $("#lightbox").close();
  });
  return text;
}

function openButton(dialog, invitation) {
  const open = () => {
    dialog.close();
    openLink(invitation);
  };
  return h("button", { type: "button", class: "main", onclick: open }, icon("link"), t("open_invitation"));
}

function saveLink(message) {
  if (message.protected) return h("span", { class: "kept" }, icon("lock"), t("protected"));
  return h(
    "a",
    { class: "quiet", href: withToken(message.file.url), download: message.file.name || "picture" },
    t("save_file"),
  );
}

export function startLightbox() {
  const dialog = $("#lightbox");
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.tagName === "FIGURE") dialog.close();
  });
}
