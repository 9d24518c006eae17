// The page: which collection it shows, and when it asks how that stands. What is asked stands in
// the address, so that it can be kept and passed on.

import { ask, collections, link, troubledEndpoints } from "./api.js";
import { byId, element, setText } from "./dom.js";
import { Feed } from "./feed.js";
import { Search } from "./search.js";
import { DeadLetters } from "./dead.js";
import { Sources } from "./sources.js";
import { headline, renderNoStatus, renderStatus } from "./status.js";
import { Versions } from "./versions.js";

const POLL_MS = 2_000;
const RETRY_MAX_MS = 10_000;
const LIST_MS = 15_000;
const SOON_MS = 150;
const FIRST = "knowledge_base";

let collection = "";
let polling = 0;
let failures = 0;
let listed = 0;
let troubled = [];
let version = -1;
let lineage = "";
let told = "";

const search = new Search(keepAddress);
const versions = new Versions();
const deadLetters = new DeadLetters();
const sources = new Sources();
const feed = new Feed(() => poll(SOON_MS));

function address() {
  const hash = location.hash.slice(1);
  return new URLSearchParams(hash.includes("=") ? hash : "");
}

function keepAddress() {
  const terms = new URLSearchParams([["c", collection], ...search.terms]);
  if ("#" + terms !== location.hash) history.replaceState(null, "", "#" + terms);
}

function show(name, terms) {
  collection = name;
  version = -1;
  option(name);
  byId("collection").value = name;
  byId("welcome").replaceChildren();
  document.title = name + " · Freshet";
  search.show(name, terms);
  versions.show(name);
  deadLetters.show(name);
  sources.show(name);
  feed.show(name);
  poll(0);
}

function poll(afterMs) {
  clearTimeout(polling);
  polling = setTimeout(refresh, afterMs);
}

async function refresh() {
  const asked = collection;
  try {
    if (Date.now() - listed > LIST_MS) await listCollections();
    const status = await ask(link(asked));
    if (asked !== collection) return;
    failures = 0;
    renderStatus(status, troubled);
    deadLetters.render(status);
    sources.render(status);
    welcome(status.documents === 0 && status.pending === 0 && status.state === "serving");
    follow(status);
    search.versionIs(version);
    tell(headline(status)[0] === "bad" ? "The collection needs attention" : "");
  } catch (failure) {
    if (asked !== collection) return;
    failed(failure);
  }
  if (!document.hidden) poll(failures ? Math.min(RETRY_MAX_MS, POLL_MS * failures) : POLL_MS);
}

/** A collection that was deleted and made again has another history: nothing shown holds any more. */
function follow(status) {
  if (lineage !== status.history && version >= 0) {
    versions.show(collection);
    feed.show(collection);
  } else if (status.index_version !== version) {
    versions.refresh();
  }
  lineage = status.history;
  version = status.index_version;
}

function failed(failure) {
  failures++;
  if (failure.code === "unknown_collection") {
    failures = 0;
    renderNoStatus("quiet", "not there yet", "");
    welcome(true);
    tell("");
    return;
  }
  const starts = failure.code === "starting";
  renderNoStatus(starts ? "warn" : "bad", starts ? "starting" : "no answer", starts ? "The server is starting." : failure.message);
  tell(starts ? "The server is starting" : failure.message);
}

/** Said aloud once, when it begins and when it is over; never what changes by the second. */
function tell(text) {
  if (text === told) return;
  setText(byId("announcer"), text || "The server answers again");
  told = text;
}

async function listCollections() {
  const names = (await collections()).map((one) => one.name);
  troubled = await troubledEndpoints();
  listed = Date.now();
  const select = byId("collection");
  for (const known of [...select.options]) {
    if (!names.includes(known.value) && known.value !== collection) known.remove();
  }
  names.forEach(option);
}

function option(name) {
  const select = byId("collection");
  if ([...select.options].some((known) => known.value === name)) return;
  const after = [...select.options].find((known) => known.value > name);
  select.insertBefore(element("option", { value: name }, name), after ?? null);
}

/** What somebody who has just started it can do. */
function welcome(isEmpty) {
  const box = byId("welcome");
  if (!isEmpty) return box.replaceChildren();
  if (box.childElementCount) return undefined;
  const server = location.origin === "http://localhost:8765" ? "" : " --server " + location.origin;
  const other = collection === FIRST ? "" : " -c " + collection;
  const lines = (...texts) => element("pre", { tabindex: "0" }, texts.join("\n"));
  return box.replaceChildren(element("div", { class: "welcome" },
    element("h3", null, "Nothing to find yet"),
    element("p", null, "Put a folder of Markdown or text files in:"),
    lines("./freshet put docs/" + other + server),
    element("p", null, "or send a document from any program:"),
    lines("curl -X PUT '" + link(collection, "documents", "refunds") + "?wait=visible' \\",
      "     -H 'Content-Type: text/markdown' -d 'Refunds take five days.'"),
    element("p", null, "It appears here as soon as it is searchable.")));
}

byId("collection").addEventListener("change", (event) => {
  history.pushState(null, "", "#" + new URLSearchParams([["c", event.target.value]]));
  show(event.target.value, new URLSearchParams(search.terms));
});
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("query").focus();
});
addEventListener("popstate", () => show(address().get("c") || FIRST, address()));
document.addEventListener("visibilitychange", () => !document.hidden && poll(0));

show(address().get("c") || FIRST, address());
