// Build elements without a framework. Text always goes in as text; only links.js sets markup.

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  send: "M4 12 20 4l-5 16-3.5-6.5L4 12Zm7.5 1.5L20 4",
  attach: "m8 12.5 5.6-5.6a3 3 0 1 1 4.3 4.3l-7.4 7.3a5 5 0 0 1-7-7.1l7-6.9",
  slash: "M9 19 15 5M4.5 4.5h15v15h-15z",
  keys: "M3 6.5h18v11H3zM6.5 10h1m3 0h1m3 0h1m3 0h1M8 14h8",
  menu: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  back: "M15 5 8 12l7 7",
  close: "M6 6l12 12M18 6 6 18",
  add: "M12 5v14M5 12h14",
  down: "M12 5v14m-6-6 6 6 6-6",
  blocked: "M5.6 5.6l12.8 12.8M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5.5 11h13v9h-13z",
  play: "M8 5.5v13l10-6.5z",
  pause: "M8.5 6v12M15.5 6v12",
  mic: "M12 3.5a2.8 2.8 0 0 0-2.8 2.8v5a2.8 2.8 0 0 0 5.6 0v-5A2.8 2.8 0 0 0 12 3.5ZM6 11.5a6 6 0 0 0 12 0M12 17.5v3",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9v.01",
  file: "M6.5 3.5h7l4 4v13h-11zM13.5 3.5v4h4",
  place:
    "M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0C5.5 15 12 21 12 21Zm0-8.7a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8.5 14a4.2 4.2 0 0 0 7 0M9 9.5v.01M15 9.5v.01",
  check: "m5 12.5 4.5 4.5L19 7.5",
  pen: "m4.5 19.5 1-4.5L16 4.5l3.5 3.5L9 18.5z",
  guide: "M5 4.5h10.5l3.5 3.5v11.5H5zM8.5 10h7M8.5 13.5h7M8.5 17h4",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 1 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 1 0 5.7 5.7l1-1",
};

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "style") setStyle(node, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setStyle(node, rules) {
  for (const [property, value] of Object.entries(rules)) node.style.setProperty(property, value);
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export const $ = (selector) => document.querySelector(selector);

/* Make the children of `container` match `items` ({key, sign, …}), rebuilding only what changed,
   so that a playing voice or a focused button survives its neighbours. */
export function sync(container, items, build) {
  const known = new Map([...container.children].map((child) => [child.dataset.key, child]));
  let cursor = container.firstElementChild;
  for (const item of items) {
    let node = known.get(item.key);
    known.delete(item.key);
    if (!node || node.dataset.sign !== item.sign) {
      const fresh = build(item, node ?? null);
      fresh.dataset.key = item.key;
      fresh.dataset.sign = item.sign;
      if (node) node.replaceWith(fresh);
      if (cursor === node && node) cursor = fresh;
      node = fresh;
    }
    if (node === cursor) cursor = cursor.nextElementSibling;
    else container.insertBefore(node, cursor);
  }
  for (const leftover of known.values()) leftover.remove();
}

/* A short text that differs whenever the value does; keeps long content out of the DOM. */
export function signature(value) {
  const text = JSON.stringify(value);
  let hash = 5381;
  for (let i = 0; i < text.length; i += 1) hash = ((hash * 33) ^ text.charCodeAt(i)) >>> 0;
  return `${text.length}.${hash}`;
}
