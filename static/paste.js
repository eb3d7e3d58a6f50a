// What is pasted from a document or a page becomes plain text with light formatting. The HTML is read in
// a document of its own, in which nothing loads and nothing runs, and only its words come over.

const UNSEEN = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;
const BULLET = /^ *(?:[•·▪◦‣●○∙§\uf0b7\uf0a7]|o(?= {2,})) */gm;
const BLOCKS = new Set(["P", "DIV", "TABLE", "BLOCKQUOTE", "SECTION", "ARTICLE", "PRE"]);
const SILENT = new Set(["STYLE", "SCRIPT", "TITLE", "META", "LINK", "NOSCRIPT", "TEMPLATE", "XML", "SVG"]);
const UNDOABLE = 20_000; // characters that a browser writes as if typed without standing still

export function cleanPastes(field) {
  field.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    const html = data?.getData("text/html");
    const plain = data?.getData("text/plain") ?? "";
    const text = (html && fromHtml(html)) || tidy(plain);
    if (!text || (!html && text === plain)) return; // the browser does it as well
    event.preventDefault();
    write(field, text);
  });
}

function write(field, text) {
  field.focus();
  if (text.length < UNDOABLE && document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Without what cannot be seen; bullets of other programs as hyphens. */
export function tidy(text) {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(UNSEEN, "")
    .replace(/[\u00a0\u2007\u202f\t]/g, " ")
    .replace(BULLET, "- ")
    .replace(/[ ]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n");
}

/** Without what the page's policy would refuse, and complain of: style sheets, scripts, handlers. */
const inert = (html) => html
  .replace(/<(style|script|svg|xml|noscript|template)\b[^]*?<\/\1\s*>/gi, "")
  .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style=").replace(/\son\w+\s*=/gi, " data-off="));

export function fromHtml(html) {
  const page = new DOMParser().parseFromString(inert(html), "text/html");
  return tidy(words(page.body, "")).trim();
}

function words(node, indent) {
  return [...node.childNodes].map((child) => said(child, indent)).join("");
}

function said(node, indent) {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent.replace(/[\r\n\t ]+/g, " ");
  const tag = node.nodeType === Node.ELEMENT_NODE ? node.tagName.toUpperCase() : "STYLE";
  if (SILENT.has(tag)) return "";
  if (tag === "BR") return "\n";
  if (tag === "LI") return item(node, indent);
  const inner = words(node, indent);
  if (/^H[1-6]$/.test(tag)) return `\n\n${around("**", inner)}\n\n`;
  if (tag === "UL" || tag === "OL") return `\n${inner.replace(/^\n+|\s+$/g, "")}\n\n`;
  if (tag === "TD" || tag === "TH") return `${inner.trim()} `;
  if (tag === "TR") return `${inner.trim()}\n`;
  if (BLOCKS.has(tag)) return `\n\n${inner.trim()}\n\n`;
  return inline(node, tag, inner);
}

function inline(node, tag, inner) {
  const style = node.dataset?.style ?? "";
  const address = tag === "A" ? node.getAttribute("href") ?? "" : "";
  if (/^(https?:|mailto:)[^\s()]+$/i.test(address) && inner.trim()) {
    return inner.trim() === address ? address : `[${inner.trim()}](${address})`;
  }
  if (/font-weight:\s*(bold|[6-9]00)/.test(style) || (["B", "STRONG"].includes(tag) && !/font-weight:\s*(normal|400)/.test(style))) return around("**", inner);
  if (["I", "EM"].includes(tag) || /font-style:\s*italic/.test(style)) return around("*", inner);
  return inner;
}

function item(node, indent) {
  const list = node.parentElement;
  const number = [...list.children].indexOf(node) + 1;
  const sign = list.tagName.toUpperCase() === "OL" ? `${number}. ` : "- ";
  const inner = words(node, `${indent}  `).trim().replace(/\n{2,}/g, "\n");
  return `\n${indent}${sign}${inner}`;
}

/** The marks close to the words, the spaces outside. */
function around(mark, text) {
  const [, before, middle, after] = /^(\s*)([^]*?)(\s*)$/.exec(text);
  return middle && !middle.includes("\n") ? `${before}${mark}${middle}${mark}${after}` : text;
}
