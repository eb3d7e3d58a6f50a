// The same text was saved from somewhere else: the other one is shown, and nothing is sent until chosen.

const panel = document.getElementById("conflict");
let settle = null;

/** Shows the other text; resolves to "mine", "theirs" or "both". */
export function choose(form, theirs) {
  const list = panel.querySelector("[data-theirs]");
  list.replaceChildren();
  for (const { name } of form.elements) {
    if (theirs[name]) list.append(...words(form, name, theirs[name]));
  }
  panel.hidden = false;
  panel.focus();
  return new Promise((resolve) => { settle = resolve; });
}

function words(form, name, text) {
  const label = document.createElement("dt");
  label.textContent = form.querySelector(`label[for="${name}"]`)?.firstChild.textContent ?? name;
  const said = document.createElement("dd");
  said.className = "prose";
  said.textContent = text;
  return [label, said];
}

panel?.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-keep]")?.dataset.keep;
  if (!choice) return;
  if (choice !== "theirs" || settle) event.preventDefault();
  panel.hidden = choice !== "both";
  settle?.(choice);
  settle = null;
});
