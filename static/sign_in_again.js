// An expired sign-in in the middle of work: sign in over the page, which stays as it is, and go on.

const dialog = () => document.getElementById("sign-in-again");
let pending = null; // one question at a time, however many requests met the closed door

/** Asks for a sign-in. Resolves to true when the same person is in again. */
export function askForSignIn(address) {
  pending ??= ask(address).finally(() => { pending = null; });
  return pending;
}

async function ask(address) {
  const box = dialog();
  if (!box) return false;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (answer.status === 204) return takeOver(); // in again already, by another tab
  if (!answer.ok) return false;
  fill(box, await answer.text());
  box.showModal();
  box.querySelector("input:not([type=hidden]), button")?.focus();
  return new Promise((resolve) => {
    const settle = (done) => {
      box.removeEventListener("submit", onSubmit);
      box.removeEventListener("close", onClose);
      if (box.open) box.close();
      resolve(done);
    };
    const onClose = () => settle(false);
    const onSubmit = async (event) => {
      if (event.target.method === "dialog") return;
      event.preventDefault();
      event.stopPropagation();
      if (await submit(box, event.target, event.submitter)) settle(await takeOver());
    };
    box.addEventListener("submit", onSubmit);
    box.addEventListener("close", onClose);
  });
}

/** The form out of the answer, be it a fragment or a whole page. */
function fill(box, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const part = page.querySelector("[data-sign-in]") ?? page.querySelector("main") ?? page.body;
  part.querySelectorAll("h1").forEach((heading) => heading.remove());
  box.querySelector("[data-dialog-body]").replaceChildren(...part.childNodes);
}

async function submit(box, form, submitter) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form, submitter),
    headers: { "HX-Request": "true" },
  });
  if (answer.status === 204 || answer.redirected) return true;
  fill(box, await answer.text());
  box.querySelector(".error-summary, input:not([type=hidden])")?.focus();
  return false;
}

/** Fetches a fresh token for this page, unless somebody else is in now: then nothing is sent. */
async function takeOver() {
  const answer = await fetch("/", { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("main")?.dataset ?? {};
  const here = document.getElementById("main").dataset;
  if (!fresh.csrf || fresh.person !== here.person) {
    window.location.assign("/");
    return false;
  }
  here.csrf = fresh.csrf;
  document.querySelectorAll('input[name="csrf_token"]').forEach((input) => {
    input.value = fresh.csrf;
  });
  return true;
}
