// The sandbox's control API. The token came with the page's own address.

const TOKEN = new URLSearchParams(location.search).get("token") ?? "";

export class Refused extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

/* A same-origin address the browser itself will open (picture, sound, event stream). */
export function withToken(address) {
  const url = new URL(address, location.origin);
  if (url.origin === location.origin && !url.searchParams.has("token")) url.searchParams.set("token", TOKEN);
  return url.href;
}

async function request(method, path, body) {
  const headers = { Authorization: `Bearer ${TOKEN}` };
  const form = body instanceof FormData;
  if (body !== undefined && !form) headers["Content-Type"] = "application/json";
  const payload = body === undefined || form ? body : JSON.stringify(body);
  const response = await fetch(path, { method, headers, body: payload });
  const text = await response.text();
  if (!response.ok) throw new Refused(response.status, reasonIn(text) || response.statusText);
  return text ? JSON.parse(text) : null;
}

function reasonIn(text) {
  try {
    return JSON.parse(text).error;
  } catch {
    return text.slice(0, 200);
  }
}

const person = (id) => `/api/people/${id}`;

export const listPeople = async () => (await request("GET", "/api/people")).people;
export const addPerson = async (name, language) =>
  (await request("POST", "/api/people", { name, language })).person;
export const listMessages = async (id) => (await request("GET", `${person(id)}/messages`)).messages;
export const listCommands = async (id) => (await request("GET", `${person(id)}/commands`)).commands;
export const sendMessage = (id, content) => request("POST", `${person(id)}/messages`, content);
export const editMessage = (id, messageId, text) =>
  request("PUT", `${person(id)}/messages/${messageId}`, { text });
export const press = (id, messageId, button) =>
  request("POST", `${person(id)}/presses`, { message_id: messageId, button });
export const setBlocked = (id, blocked) => request(blocked ? "PUT" : "DELETE", `${person(id)}/block`);
export const readClock = () => request("GET", "/api/clock");
export const moveClock = (step) => request("POST", "/api/clock", step);

export function sendFiles(id, files, kind, caption) {
  const form = new FormData();
  form.set("kind", kind);
  if (caption) form.set("caption", caption);
  for (const file of files) form.append("file", file, file.name);
  return request("POST", `${person(id)}/messages`, form);
}
