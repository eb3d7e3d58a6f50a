// On the page of an entry: another template changes the questions and nothing that is typed.

import { cleanPastes } from "./paste.js";

const form = document.querySelector("form[data-autosave]");
const boxes = (name) => form.querySelectorAll(`input[name="${name}"]`);
const fieldOf = (part) => form.elements[part];

/** Shows the chosen template's questions; a part with text is shown whether it is asked for or not. */
function ask({ opens = false } = {}) {
  const chosen = form.querySelector('input[name="template"]:checked');
  for (const part of form.querySelectorAll("div[data-part]")) {
    const { part: name, name: partName } = part.dataset;
    const question = chosen ? chosen.getAttribute(`data-${name}`) : part.querySelector("label").textContent;
    part.querySelector("label").textContent = question || partName;
    const fold = part.closest("details[data-part]");
    for (const piece of [part, fold]) if (piece) piece.hidden = !question && !fieldOf(name).value.trim();
    if (fold && question && opens) fold.open = true;
  }
}

/** "No goal" and goals put each other out. */
function unpick({ target }) {
  const others = { no_goal: "goals", goals: "no_goal" }[target.name];
  if (!others || !target.checked) return;
  boxes(others).forEach((box) => { box.checked = false; });
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Says at once that a file is too big, before it has travelled. */
function weigh({ target }) {
  if (target.type !== "file") return;
  const isTooBig = [...target.files].some((file) => file.size > Number(form.dataset.largest));
  target.setCustomValidity(isTooBig ? form.dataset.tooBig : "");
  if (!isTooBig) return;
  target.reportValidity();
  target.value = "";
}

form.addEventListener("change", (event) => {
  if (event.target.name === "template") ask({ opens: true });
  unpick(event);
  weigh(event);
});
form.addEventListener("filled", () => ask());
form.querySelectorAll("textarea").forEach(cleanPastes);
