// Moving on Tidslinjen: drag an activity, or shift it by arrow keys. Where it lands goes to the page
// that shows what a move would do; nothing is changed here.

import { announce } from "./shell.js";

const DAY = 86_400_000;
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const THRESHOLD = 4; // pixels, below which a press is a click
const LOCALES = { da: "da-DK", en: "en-GB" };

let held = null; // what is on its way: { item, days, pointer, x }
let dragged = false; // the click that ends a drag opens nothing

const format = new Intl.DateTimeFormat(LOCALES[document.documentElement.lang] ?? "da-DK", {
  weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
});

const movable = (target) => target.closest?.(".timeline__item[data-move]");
const dayOf = ({ item, days }) => new Date(Date.parse(item.dataset.on) + days * DAY);
const unit = (svg) => Number(svg.dataset.day);

function week(day) {
  const thursday = new Date(day.getTime() + (3 - (day.getUTCDay() + 6) % 7) * DAY);
  return 1 + Math.floor((thursday - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * DAY));
}

function words() {
  const day = dayOf(held);
  return `${format.format(day)} · ${held.item.ownerSVGElement.dataset.week} ${week(day)}`;
}

function hold(item, more = {}) {
  if (held?.item !== item) drop();
  held ??= { item, days: 0, ...more };
}

/** Shows the held item `days` from where it stands, with the day it would get. */
function shift(days) {
  const { item } = held;
  const svg = item.ownerSVGElement;
  held.days = days;
  item.setAttribute("transform", `translate(${days * unit(svg)} 0)`);
  item.classList.toggle("timeline__item--held", days !== 0);
  const tip = svg.querySelector(".timeline__tip");
  const [box, text] = tip.children;
  tip.classList.toggle("timeline__tip--shown", days !== 0);
  text.textContent = words();
  const width = text.getComputedTextLength() + 20;
  const { x, y } = item.querySelector(".timeline__hit").getBBox();
  const left = Math.min(x + days * unit(svg), svg.viewBox.baseVal.width - width);
  tip.setAttribute("transform", `translate(${Math.max(0, left)} ${y - 28})`);
  box.setAttribute("width", width);
}

/** Lets go of what is held; it stands where it stood. */
function drop() {
  if (!held) return;
  shift(0);
  held.item.removeAttribute("transform");
  held = null;
}

function ask() {
  const day = dayOf(held).toISOString().slice(0, 10);
  window.location.assign(`${held.item.dataset.move}&day=${day}`);
}

function cancel() {
  announce(held.item.getAttribute("aria-label"));
  drop();
}

document.addEventListener("pointerdown", (event) => {
  const item = movable(event.target);
  dragged = false;
  if (!item || event.button !== 0 || event.pointerType === "touch") return; // a finger moves the page
  hold(item, { pointer: event.pointerId, x: event.clientX });
});

document.addEventListener("pointermove", (event) => {
  if (!held || held.pointer !== event.pointerId) return;
  const way = event.clientX - held.x;
  if (!dragged && Math.abs(way) < THRESHOLD) return;
  if (!dragged) held.item.setPointerCapture(event.pointerId);
  dragged = true;
  const svg = held.item.ownerSVGElement;
  shift(Math.round(way / (svg.getScreenCTM().a * unit(svg))));
});

document.addEventListener("pointerup", (event) => {
  if (!held || held.pointer !== event.pointerId) return;
  if (held.days) ask();
  else drop();
});
document.addEventListener("pointercancel", () => drop());
document.addEventListener("dragstart", (event) => { if (movable(event.target)) event.preventDefault(); });
document.addEventListener("click", (event) => {
  if (dragged && event.target.closest?.(".timeline")) event.preventDefault();
  dragged = false;
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && held) return cancel();
  const item = movable(event.target);
  if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Enter" && held?.item === item && held.days) {
    event.preventDefault();
    return ask();
  }
  const step = event.shiftKey ? Math.sign(STEPS[event.key] ?? 0) * 7 : STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  hold(item);
  shift(held.days + step);
  item.scrollIntoView({ block: "nearest", inline: "nearest" });
  announce(words());
});
document.addEventListener("focusout", (event) => {
  if (held && held.pointer === undefined && held.item === event.target) drop();
});

/** Brings today, or what one comes back to, into sight. */
function settle(scope) {
  const box = scope.matches?.(".timeline") ? scope : scope.querySelector?.(".timeline");
  if (!box) return;
  const back = window.location.hash.startsWith("#tid-") && box.querySelector(window.location.hash);
  const mark = back || box.querySelector(".course-line__today");
  if (!mark) return;
  const at = mark.getBoundingClientRect();
  const own = box.getBoundingClientRect();
  box.scrollLeft += at.left - own.left - own.width / 3;
  if (back) back.focus({ preventScroll: true });
}

document.body.addEventListener("htmx:load", ({ detail }) => settle(detail.elt));
settle(document);
