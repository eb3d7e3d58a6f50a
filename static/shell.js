// What every page needs of script: htmx's token, failures that are seen and heard, focus after a swap.

import { askForSignIn } from "./sign_in_again.js";
import { enhance } from "./enhance.js";

const main = () => document.getElementById("main");
const live = () => document.getElementById("live");
const failure = () => document.getElementById("failure");
let again = null; // sends the request that failed once more
let hadFocus = false; // whether the part that is about to be replaced held the focus

/** Says something to people who listen to the page. Emptied first, so that the same words count. */
export function announce(text) {
  const region = live();
  if (!region || !text) return;
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 60);
}

function tokenFor(element) {
  const inForm = element.closest("form")?.querySelector('input[name="csrf_token"]');
  return inForm?.value || main()?.dataset.csrf || "";
}

function showFailure(kind, retry) {
  const box = failure();
  if (!box) return;
  again = retry;
  box.querySelector("[data-failure-text]").textContent = box.dataset[kind] || box.dataset.server;
  box.querySelector("[data-failure-again]").hidden = !retry;
  box.hidden = false;
}

function hideFailure() {
  again = null;
  if (failure()) failure().hidden = true;
}

const KINDS = { 400: "stale", 403: "forbidden", 404: "missing", 413: "large", 429: "often" };

function resend(detail) {
  const { elt, requestConfig } = detail;
  if (!elt.isConnected) return;
  hideFailure();
  window.htmx.ajax(requestConfig.verb, requestConfig.path, { source: elt });
}

function onResponseError({ detail }) {
  const { xhr } = detail;
  const address = xhr.getResponseHeader("HX-Sign-In");
  if (xhr.status === 401 && address) {
    askForSignIn(address).then((done) => {
      if (done) resend(detail);
      else showFailure("signIn", () => onResponseError({ detail }));
    });
    return;
  }
  const temporary = xhr.status >= 500 || xhr.status === 429;
  showFailure(KINDS[xhr.status] || "server", temporary ? () => resend(detail) : null);
}

function onSendError({ detail }) {
  showFailure("network", () => resend(detail));
}

function rememberFocus({ detail }) {
  hadFocus = Boolean(detail.target?.contains(document.activeElement));
}

/** After a swap: errors take the focus; else it goes to what asks for it, if it was lost. */
function settleFocus({ detail }) {
  const part = detail.elt;
  const summary = part.matches?.(".error-summary") ? part : part.querySelector?.(".error-summary");
  const prefix = main()?.dataset.errorPrefix || "";
  if (prefix) document.title = document.title.replace(prefix, "");
  if (summary) {
    document.title = prefix + document.title;
    summary.focus();
    return;
  }
  const lost = document.activeElement === document.body || document.activeElement === null;
  if (!hadFocus || !lost) return;
  const wanted = part.matches?.("[data-focus]") ? part : part.querySelector?.("[data-focus]") || part;
  if (!wanted.matches("a, button, input, select, textarea, summary")) wanted.tabIndex = -1;
  wanted.focus({ preventScroll: wanted === part });
}

function tell({ detail }) {
  const part = detail.elt;
  const told = part.matches?.("[data-announce]") ? part : part.querySelector?.("[data-announce]");
  announce(told?.dataset.announce || told?.textContent.trim());
}

function initialise(scope) {
  window.DKFDS?.init({ scope });
  enhance(scope, announce);
}

document.documentElement.classList.add("scripted");
document.body.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "get") detail.headers["X-CSRFToken"] = tokenFor(detail.elt);
});
document.body.addEventListener("htmx:beforeRequest", hideFailure);
document.body.addEventListener("htmx:responseError", onResponseError);
document.body.addEventListener("htmx:sendError", onSendError);
document.body.addEventListener("htmx:timeout", onSendError);
document.body.addEventListener("htmx:beforeSwap", rememberFocus);
document.body.addEventListener("htmx:afterSettle", settleFocus);
document.body.addEventListener("htmx:afterSettle", tell);
document.body.addEventListener("announce", ({ detail }) => announce(detail.value ?? detail.text));
document.body.addEventListener("htmx:load", ({ detail }) => {
  if (detail.elt !== document.body) initialise(detail.elt);
});
failure()?.querySelector("[data-failure-again]").addEventListener("click", () => again?.());
failure()?.querySelector("[data-failure-close]").addEventListener("click", hideFailure);
initialise(document);
