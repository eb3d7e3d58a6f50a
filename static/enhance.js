// Small improvements of plain HTML: copying, picking a date, small menus, a warning before text is lost.

/** Improves everything below `scope`. Safe to call again for a part that was swapped in. */
export function enhance(scope, announce) {
  all(scope, "[data-copy]").forEach((button) => copying(button, announce));
  all(scope, "[data-date-field]").forEach(datePicking);
  all(scope, "form[data-guard]").forEach(guarding);
  all(scope, "form[data-outdates]").forEach(outdating);
  all(scope, ".error-summary").forEach(errorLinks);
}

function all(scope, selector) {
  const found = [...scope.querySelectorAll(selector)];
  if (scope.matches?.(selector)) found.unshift(scope);
  return found.filter((element) => {
    const fresh = !element.dataset.enhanced;
    element.dataset.enhanced = "yes";
    return fresh;
  });
}

function copying(button, announce) {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    const text = field.value ?? field.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      field.select?.(); // no clipboard without https: the text stands ready to be copied by hand
      announce(button.dataset.byHand);
      return;
    }
    const label = button.querySelector("[data-label]") ?? button;
    const before = label.textContent;
    label.textContent = button.dataset.done;
    announce(button.dataset.done);
    setTimeout(() => { label.textContent = before; }, 4000);
  });
}

const twoDigits = (number) => String(number).padStart(2, "0");

/** What is typed as 20-01-2027, 20/1 2027 or 20.1.2027, as the browser's own picker wants it. */
function isoDate(text) {
  const parts = text.trim().match(/^(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})$/);
  return parts ? `${parts[3]}-${twoDigits(parts[2])}-${twoDigits(parts[1])}` : "";
}

/** The browser's date picker beside a text field. The text stays the only value that is sent. */
function datePicking(wrapper) {
  const field = wrapper.querySelector("input");
  const button = wrapper.querySelector("button");
  if (!field || !button || !("showPicker" in HTMLInputElement.prototype)) return;
  const native = document.createElement("input");
  native.type = "date";
  native.className = "date-field__native";
  native.tabIndex = -1;
  native.setAttribute("aria-hidden", "true");
  wrapper.append(native);
  button.hidden = false;
  button.addEventListener("click", () => {
    native.value = isoDate(field.value);
    native.showPicker();
  });
  native.addEventListener("change", () => {
    const [year, month, day] = native.value.split("-");
    if (!day) return;
    field.value = `${day}-${month}-${year}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
}

/** Asks before a page with unsaved text is left. Autosave takes the mark off by "saved". */
function guarding(form) {
  let changed = false;
  const warn = (event) => {
    if (changed && form.isConnected) event.preventDefault();
  };
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  form.addEventListener("saved", () => { changed = false; });
  window.addEventListener("beforeunload", warn);
}

/** What was worked out from a form goes when the form changes: nobody confirms other days than are shown. */
function outdating(form) {
  form.addEventListener("input", () => document.getElementById(form.dataset.outdates)?.remove(), { once: true });
}

/** A link of the summary shows the field's label too, not only the field. */
function errorLinks(summary) {
  summary.addEventListener("click", (event) => {
    const id = event.target.closest("a")?.hash.slice(1);
    const field = id && document.getElementById(id);
    if (!field) return;
    event.preventDefault();
    (field.closest(".form-group") ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
  if (document.readyState !== "loading") summary.focus();
}

const MENUS = "details.more-menu, .main-menu details";

function closeMenus(except) {
  document.querySelectorAll(`:is(${MENUS})[open]`).forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}

document.addEventListener("click", (event) => closeMenus(event.target.closest?.(MENUS)));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.(`:is(${MENUS})[open]`);
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("details.fold:not([open])").forEach((fold) => {
    fold.open = true;
    fold.dataset.folded = "yes";
  });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("details[data-folded]").forEach((fold) => {
    fold.open = false;
    delete fold.dataset.folded;
  });
});
