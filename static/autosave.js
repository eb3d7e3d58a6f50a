// A form that saves itself while it is typed in, and loses nothing when the line or the sign-in is lost.

import { choose } from "./save_conflict.js";
import { request } from "./save_request.js";
import { askForSignIn } from "./sign_in_again.js";
import * as unsent from "./unsent.js";

const WAIT = 1000; // ms without typing before it is saved
const RETRY = 8000;

const main = document.getElementById("main");
const form = document.querySelector("form[data-autosave]");
const words = form.dataset;
const field = (name) => form.elements[name];
const shelf = () => unsent.nameFor(main.dataset.person, field("key").value);
const address = () => form.getAttribute("action"); // form.action is the field of that name
const isNew = () => address().endsWith("/ny");

let dirty = false; // typed, and not known to be saved
let turn = 0; // raised by every change: was something typed while a save was on its way?
let timer = 0;
let sending = null; // the save that is on its way
let refused = false; // the server had a rule against what was sent last
let paused = false; // a conflict is being settled
let leaving = false;
let kept = true; // whether this browser could keep the text

function say(text, isTrouble = false) {
  const line = document.getElementById("saved-state");
  if (line.textContent.trim() !== text) line.textContent = text;
  line.classList.toggle("saved-state--trouble", isTrouble);
}

/** What is typed and chosen; the token is no part of it, and a file goes by a press of its button. */
const typed = () => [...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && typeof value === "string");

function keep() {
  kept = unsent.keep(shelf(), { isNew: isNew(), entries: typed() });
}

function changed() {
  dirty = true;
  turn += 1;
  keep();
  schedule(WAIT);
}

function schedule(wait) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

/** Each save has a number, by which the server knows what it has got already. */
function sendTyped(keepalive = false) {
  field("number").value = Number(field("number").value || 0) + 1;
  keep();
  return request(address(), typed(), keepalive);
}

/** Saves what stands in the form now; resolves to whether nothing is left to save. */
async function save() {
  clearTimeout(timer);
  if (sending) await sending;
  if (!dirty || leaving || paused) return !dirty;
  sending = send().finally(() => { sending = null; });
  return sending;
}

async function send(isSecond = false) {
  const sent = turn;
  refused = false;
  let answer;
  try {
    answer = await sendTyped();
  } catch {
    return failed(words.offline, true);
  }
  const data = await answer.json().catch(() => ({}));
  if (answer.ok && data.version) return saved(data, sent);
  // Signed out elsewhere, the token is refused before the sign-in is missed.
  if ([400, 401].includes(answer.status) && !isSecond) return signIn();
  if (answer.status === 409 && data.theirs) return collide(data);
  refused = answer.status === 422;
  return failed(data.message ?? words.failed, answer.status >= 500);
}

function failed(text, again) {
  say(kept ? text : words.unkept, true);
  if (again) schedule(RETRY);
  return false;
}

function saved(data, sent) {
  field("version").value = data.version;
  if (isNew()) {
    form.setAttribute("action", data.address);
    history.replaceState(history.state, "", data.address);
    const away = form.querySelector("a[data-delete]"); // there is a draft now that can be deleted
    away.href = data.away;
    away.hidden = false;
  }
  say(data.saved);
  if (sent !== turn) {
    keep();
    schedule(WAIT);
    return false;
  }
  dirty = false;
  unsent.forget(shelf());
  return true;
}

async function signIn() {
  say(words.signedOut, true);
  return (await askForSignIn(words.signIn)) ? send(true) : failed(words.signedOut, false);
}

async function collide(data) {
  paused = true;
  say("");
  choose(form, data.theirs).then((choice) => {
    paused = false;
    field("version").value = data.version;
    if (choice === "theirs") {
      leaving = true;
      unsent.forget(shelf());
      window.location.assign(data.address);
    } else if (choice === "mine") save();
    else field("action").focus();
  });
  return false;
}

/** What an earlier visit to this entry could not send is put back, unless it has arrived after all. */
function bringBack(item) {
  const values = unsent.byName(item.entries);
  const has = (name) => values.get(name)?.[0] ?? "";
  if (words.savedFrom && words.savedFrom === has("page") && Number(words.saveNumber) >= Number(has("number"))) {
    unsent.forget(shelf());
    return;
  }
  unsent.fill(form, values);
  changed();
  say(words.restored);
}

/** Entries that were typed and never begun become drafts; after a reload this page is that draft. */
async function sendNeverBegun() {
  const again = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  for (const [name, item] of unsent.neverBegun(main.dataset.person)) {
    const answer = await request(address(), item.entries).catch(() => null);
    const data = answer?.ok ? await answer.json().catch(() => ({})) : {};
    if (!data.version) continue;
    unsent.forget(name);
    if (again && !dirty) window.location.replace(data.address);
    else if (!dirty) say(words.drafted);
  }
}

/** Buttons that leave for another page: the others only save. */
const leads = (button) => ["finish", "attach"].includes(button?.value) || button?.name === "remove";

async function submit(event) {
  const button = event.submitter;
  if (leads(button) && !dirty && !sending && navigator.onLine) leaving = true; // nothing to wait for
  if (leaving) return;
  event.preventDefault();
  for (let round = 0; round < 3 && (dirty || sending); round += 1) await save();
  if (!navigator.onLine) say(words.offline, true);
  if (!leads(button) || (dirty && !refused) || !navigator.onLine) return;
  leaving = true;
  form.requestSubmit(button);
}

/** A link is followed when the text is safe; a closed page sends what it can. */
async function follow(event) {
  const link = event.target.closest("a[href]");
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
  if (!link || !dirty || !plain || event.defaultPrevented || link.hash) return;
  event.preventDefault();
  await save();
  window.location.assign(link.href);
}

function flush() {
  if (document.visibilityState === "hidden" && dirty && !leaving && !paused) sendTyped(true).catch(() => {});
}

form.addEventListener("input", changed);
form.addEventListener("submit", submit);
document.addEventListener("click", follow);
document.addEventListener("visibilitychange", flush);
window.addEventListener("online", () => { if (dirty) save(); });
window.addEventListener("beforeunload", (event) => {
  if (dirty && !kept && !leaving) event.preventDefault();
});
field("page").value ||= crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
const left = unsent.find(shelf());
if (left) bringBack(left);
else if (isNew()) sendNeverBegun();
