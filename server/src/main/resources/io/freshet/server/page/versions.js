// The latest versions, each with what it changed.

import { ask, link } from "./api.js";
import { byId, count, element, foreign, number, time } from "./dom.js";
import { chunkCounts, changeRow, documentCounts } from "./feed.js";

const PAGE = 20;
const CHANGES_PAGE = 100;
const SHOWN_MAX = 500;

export class Versions {
  #collection = "";
  #newest = -1;
  #next = null;
  #loading = null;
  #again = false;

  constructor() {
    byId("versions-more").addEventListener("click", () => this.#older());
  }

  show(collection) {
    this.#collection = collection;
    this.#reset();
    this.refresh();
  }

  #reset() {
    this.#newest = -1;
    this.#next = null;
    byId("versions").replaceChildren();
    this.#hints();
  }

  /** Puts newer versions on top; what is shown stays, since a version never changes. */
  async refresh() {
    if (this.#loading) {
      this.#again = true;
      return;
    }
    const collection = this.#collection;
    this.#loading = this.#page("?limit=" + PAGE);
    try {
      const { versions, next } = await this.#loading;
      if (collection === this.#collection) this.#merge(versions, next);
    } catch {
      // The status says that the server is gone, and asks again when it is back.
    } finally {
      this.#loading = null;
      if (this.#again || collection !== this.#collection) {
        this.#again = false;
        this.refresh();
      }
    }
  }

  #page = (query) => ask(link(this.#collection, "versions") + query);

  #merge(versions, next) {
    const top = versions[0]?.index_version ?? -1;
    if (top < this.#newest) this.#reset();
    const fresh = versions.filter((version) => version.index_version > this.#newest);
    if (fresh.length === versions.length) {
      byId("versions").replaceChildren();
      this.#next = next;
    }
    const list = byId("versions");
    list.prepend(...fresh.map((version) => this.#entry(version)));
    while (list.childElementCount > SHOWN_MAX) list.lastElementChild.remove();
    this.#newest = top;
    this.#hints();
  }

  #hints() {
    byId("versions-hint").hidden = byId("versions").childElementCount > 0;
    byId("versions-more").hidden = this.#next === null;
  }

  async #older() {
    const more = byId("versions-more");
    more.disabled = true;
    try {
      const { versions, next } = await this.#page("?limit=" + PAGE + "&after=" + this.#next);
      const added = versions.map((version) => this.#entry(version));
      byId("versions").append(...added);
      this.#next = byId("versions").childElementCount < SHOWN_MAX ? next : null;
      more.disabled = false;
      if (this.#next === null) added[0]?.querySelector("summary").focus();
    } finally {
      more.disabled = false;
      this.#hints();
    }
  }

  #entry(version) {
    const inner = element("div", { class: "inner" });
    const made = element("details", null,
      element("summary", null, element("span", { class: "row" },
        element("strong", null, number(version.index_version)),
        time(version.timestamp),
        version.cause !== "events" && element("span", null, version.cause),
        element("span", { class: "grow" }, documentCounts(version.documents)),
        element("span", { class: "dim" }, chunkCounts(version.chunks)))),
      inner);
    made.addEventListener("toggle", () => made.open && inner.childElementCount === 0 && this.#expand(version, inner));
    return made;
  }

  #expand(version, inner) {
    const { embedded, spared } = version.tokens;
    const list = element("ol");
    const more = element("button", { type: "button", class: "quiet", hidden: true }, "More documents");
    const note = element("p", { class: "hint" }, "Loading");
    inner.append(
      element("p", { class: "hint" }, count(embedded, "token") + " embedded, " + number(spared) + " spared",
        version.cost_usd > 0 && ", " + version.cost_usd + " USD", version.tags.length > 0 && ["; tagged ", foreign(version.tags.join(", "))]),
      list, note, more);
    const load = (query) => this.#changes(version, query, { list, more, note, load });
    load("since_version=" + (version.index_version - 1));
  }

  async #changes(version, query, { list, more, note, load }) {
    more.disabled = true;
    try {
      const { changes, next } = await ask(link(this.#collection, "changes") + "?" + query + "&limit=" + CHANGES_PAGE);
      const ours = changes.filter((change) => change.event?.index_version === version.index_version);
      list.append(...ours.map((change) => changeRow(change, this.#collection)));
      const ends = changes.length === 0 || changes.some((change) => change.type === "batch_complete");
      note.textContent = list.childElementCount ? "" : "It changed no document.";
      more.hidden = ends;
      more.onclick = () => load("since=" + encodeURIComponent(next));
    } catch (failure) {
      note.textContent = failure.message;
    } finally {
      note.hidden = note.textContent === "";
      more.disabled = false;
    }
  }
}
