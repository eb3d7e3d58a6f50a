// Text that the server has not got yet, kept in this browser under the person and the entry it belongs
// to. Nobody else's page asks for it, and it is taken away as soon as it is saved.

const PREFIX = "log:";
const OLDEST = 30 * 24 * 3600 * 1000; // ms: after that it is nobody's work any more

export const nameFor = (person, key) => `${PREFIX}${person}:${key}`;

/** Keeps it; says whether this browser could. */
export function keep(name, item) {
  try {
    localStorage.setItem(name, JSON.stringify({ ...item, at: Date.now() }));
    return true;
  } catch {
    return false; // full, or forbidden
  }
}

export function forget(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // then nothing was kept either
  }
}

export function find(name) {
  try {
    const item = JSON.parse(localStorage.getItem(name));
    if (!item || Date.now() - item.at < OLDEST) return item;
    forget(name);
  } catch {
    // unreadable is as good as gone
  }
  return null;
}

/** What a person's pages for new entries could not send, as [name, item]. */
export function neverBegun(person) {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(nameFor(person, "")))
      .map((name) => [name, find(name)])
      .filter(([, item]) => item?.isNew);
  } catch {
    return [];
  }
}

/** The values of a form, as a Map from name to all its values. */
export function byName(entries) {
  const values = new Map();
  entries.forEach(([name, value]) => values.set(name, [...(values.get(name) ?? []), value]));
  return values;
}

/** Puts them back into the form, and opens the folds in which there is something. */
export function fill(form, values) {
  for (const input of form.elements) {
    if (!input.name || input.name === "csrf_token" || ["submit", "file"].includes(input.type)) continue;
    const texts = values.get(input.name) ?? [];
    const isBox = ["checkbox", "radio"].includes(input.type);
    if (isBox) input.checked = texts.includes(input.value);
    else if (texts.length) input.value = texts[0];
    const hasNews = isBox ? input.checked && !input.defaultChecked : texts[0] && input.type !== "hidden";
    if (hasNews) input.closest("details")?.setAttribute("open", "");
  }
  form.dispatchEvent(new Event("filled"));
}
