// How a form is sent by script: as short as it can be, with the token that the page holds now.

const SMALL = 60_000; // bytes that a browser still sends while the page is being left

/** `entries` are [name, value] pairs; `keepalive` lets a small one outlive the page. */
export function request(address, entries, keepalive = false) {
  const body = new URLSearchParams(entries);
  const isLarge = body.toString().length > SMALL;
  const token = document.getElementById("main").dataset.csrf;
  return fetch(address, {
    method: "POST",
    headers: { Accept: "application/json", "HX-Request": "true", "X-CSRFToken": token },
    body: isLarge ? asForm(entries) : body,
    keepalive: keepalive && !isLarge,
  });
}

/** Not inflated by escapes, and so within the server's limit. */
function asForm(entries) {
  const data = new FormData();
  entries.forEach(([name, value]) => data.append(name, value));
  return data;
}
