// Builds static/vendor: the design system, htmx and our own files, each under a name that holds
// its content's hash, with manifest.json (name in templates -> file) and PACKAGES.json (whose it is).

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULES = join(HERE, "..", "node_modules");
const DKFDS = join(MODULES, "dkfds", "src");
const DKFDS_BUILT = join(MODULES, "dkfds", "dist");
const OUT = join(HERE, "vendor");
const FOLDERS = {
  "fonts/": join(DKFDS, "fonts", "IBMPlexSans", "split", "woff2"),
  "icons/": join(DKFDS, "img", "svg-icons"),
};
const LICENCES = { "fonts/": "OFL-1.1", "icons/": "Apache-2.0" };

const files = new Map(); // file below vendor -> content
const manifest = {};
const packages = [];

const sha256 = (content) => createHash("sha256").update(content).digest("hex");
const version = (name) => JSON.parse(readFileSync(join(MODULES, name, "package.json"))).version;

/** Keeps content under a hashed name and returns that name. */
function add(name, content, origin) {
  if (name in manifest) return manifest[name];
  const end = extname(name);
  const file = `${name.slice(0, name.length - end.length)}.${sha256(content).slice(0, 10)}${end}`;
  files.set(file, content);
  manifest[name] = file;
  if (origin) packages.push({ file, ...origin, sha256: sha256(content) });
  return file;
}

const ofPackage = (name, licence) => ({ package: name, version: version(name), licence });

function addVendorScript(name, path, origin) {
  const code = readFileSync(path, "utf8").replace(/\n\/\/# sourceMappingURL=\S+\s*$/, "\n");
  add(name, code, origin);
}

/** A url() of the style sheet: the file it means is added and its hashed name put in. */
function resolveUrl(match, url) {
  if (/^img\/logo/.test(url)) return "none"; // the authorities' portals have logos; we are neither
  const folder = Object.keys(FOLDERS).find((prefix) => url.startsWith(prefix));
  if (!folder) throw new Error(`theme.scss: url("${url}") is of no known folder`);
  const content = readFileSync(join(FOLDERS[folder], url.slice(folder.length)));
  return `url("${add(url, content, ofPackage("dkfds", LICENCES[folder]))}")`;
}

function addStyleSheet() {
  const { css } = sass.compile(join(HERE, "theme.scss"), {
    loadPaths: [join(DKFDS, "stylesheets")],
    quietDeps: true,
    style: "compressed",
  });
  const own = css
    .replace(/@font-face\{[^}]*complete\/[^}]*\}/g, "") // the whole fonts; _fonts.scss has the parts
    .replace(/url\("?((?!data:)[^")]+)"?\)/g, resolveUrl);
  add("app.css", own, ofPackage("dkfds", "MIT; own rules"));
}

/** Our own modules may import each other by "./name.js": those names become hashed ones. */
function addModule(name, importers = []) {
  if (importers.includes(name)) throw new Error(`${name} imports itself by ${importers}`);
  const code = readFileSync(join(HERE, name), "utf8");
  const hashed = code.replace(
    /(\b(?:from|import)\s*\(?\s*["'])\.\/([\w-]+\.js)(?=["'])/g,
    (match, start, other) => `${start}./${addModule(other, [...importers, name])}`,
  );
  return add(name, hashed);
}

function addOwnFiles() {
  const merged = ["app.css"]; // by theme.scss
  for (const name of readdirSync(HERE).sort()) {
    if (merged.includes(name)) continue;
    if (name.endsWith(".js")) addModule(name);
    if (/\.(css|svg|png|ico|webmanifest)$/.test(name)) add(name, readFileSync(join(HERE, name)));
  }
}

function addLicences() {
  const texts = {
    "apache-2.0.txt": join(HERE, "licences", "apache-2.0.txt"),
    "dkfds.md": join(MODULES, "dkfds", "LICENSE.md"),
    "htmx.txt": join(MODULES, "htmx.org", "LICENSE"),
    "ibm-plex-sans.txt": join(FOLDERS["fonts/"], "license.txt"),
  };
  for (const [name, path] of Object.entries(texts)) files.set(`licences/${name}`, readFileSync(path));
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const sorted = (record) => Object.fromEntries(Object.entries(record).sort());

/** Writes what changed, the manifest last, and then removes what no name leads to any more. */
function write() {
  packages.sort((a, b) => (a.file < b.file ? -1 : 1));
  files.set("PACKAGES.json", json(packages));
  files.set("manifest.json", json(sorted(manifest)));
  for (const [file, content] of files) {
    const path = join(OUT, file);
    mkdirSync(dirname(path), { recursive: true });
    if (file === "manifest.json" || !existsSync(path) || !readFileSync(path).equals(Buffer.from(content)))
      writeFileSync(path, content);
  }
  for (const entry of readdirSync(OUT, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !files.has(path.slice(OUT.length + 1).replaceAll("\\", "/"))) rmSync(path);
  }
}

addVendorScript("htmx.min.js", join(MODULES, "htmx.org", "dist", "htmx.min.js"), ofPackage("htmx.org", "0BSD"));
addVendorScript("dkfds.js", join(DKFDS_BUILT, "js", "dkfds.min.js"), ofPackage("dkfds", "MIT"));
add("all-svg-icons.svg", readFileSync(join(DKFDS_BUILT, "img", "all-svg-icons.svg")), ofPackage("dkfds", "Apache-2.0"));
addStyleSheet();
addOwnFiles();
addLicences();
write();
