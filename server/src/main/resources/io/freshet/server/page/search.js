// The search form and its hits.

import { ask, documentLink, link, Problem } from "./api.js";
import { byId, count, element, foreign, fraction, millis, number, setState, time } from "./dom.js";
import { excerpt, flowing, marked, marks } from "./highlight.js";

const TYPING_MS = 350;
const FIELDS = { q: "query", mode: "mode", k: "k", prefix: "prefix", filter: "filter" };
const DEFAULTS = { q: "", mode: "hybrid", k: "10", prefix: "", filter: "" };

export class Search {
  #collection = "";
  #running = null;
  #timer = 0;
  #shownVersion = -1;
  #changed;

  /** @param changed called when what is asked has changed, to be kept in the address */
  constructor(changed) {
    this.#changed = changed;
    byId("search-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.run();
    });
    for (const name of ["q", "prefix", "k"]) {
      byId(FIELDS[name]).addEventListener("input", () => this.#soon());
    }
    byId("mode").addEventListener("change", () => this.run());
    byId("filter").addEventListener("change", () => this.run());
    byId("search-again").addEventListener("click", () => {
      byId("query").focus();
      this.run();
    });
  }

  /** What is asked, without what is as usual. */
  get terms() {
    const all = Object.entries(FIELDS).map(([name, id]) => [name, byId(id).value]);
    return all.filter(([name, value]) => value.trim() !== "" && value !== DEFAULTS[name]);
  }

  show(collection, terms) {
    this.#collection = collection;
    for (const [name, id] of Object.entries(FIELDS)) {
      byId(id).value = terms.get(name) ?? DEFAULTS[name];
    }
    if (!byId("mode").value) byId("mode").value = DEFAULTS.mode;
    this.run();
  }

  /** A newer version may answer differently; the hits stay until the reader asks again. */
  versionIs(version) {
    byId("search-again").hidden = this.#shownVersion < 0 || version <= this.#shownVersion;
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.run(), TYPING_MS);
  }

  async run() {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#running = null;
    this.#changed();
    this.#blame("", "");
    const query = byId("query").value;
    if (!query.trim()) {
      this.#say("", "");
      this.#clear();
      return;
    }
    const running = new AbortController();
    this.#running = running;
    try {
      const answer = await ask(link(this.#collection, "search"), { body: this.#body(query), signal: running.signal });
      if (this.#running === running) this.#render(answer, query);
    } catch (failure) {
      if (running.signal.aborted) return;
      this.#clear();
      this.#fail(failure);
    }
  }

  #body(query) {
    const body = { query, mode: byId("mode").value, k: Number(byId("k").value) || Number(DEFAULTS.k) };
    if (byId("prefix").value) body.prefix = byId("prefix").value;
    const filter = byId("filter").value.trim();
    if (filter) {
      try {
        body.filter = JSON.parse(filter);
      } catch (failure) {
        throw new Problem("The filter is not valid JSON: " + failure.message, { pointer: "/filter" });
      }
    }
    return body;
  }

  #fail(failure) {
    const field = /^\/(filter|k|prefix)(\/|$)/.exec(failure.pointer ?? "")?.[1] ?? "";
    if (field) {
      const where = failure.pointer === "/filter" ? "" : " (at " + failure.pointer + ")";
      this.#blame(field, failure.message + where);
      this.#say("bad", field === "filter" ? "No search: the filter is wrong." : "No search: see the field.");
      return;
    }
    this.#say("bad", failure.message);
  }

  #blame(field, message) {
    for (const id of ["filter", "k", "prefix"]) {
      if (id === field) byId(id).setAttribute("aria-invalid", "true");
      else byId(id).removeAttribute("aria-invalid");
    }
    byId("filter-problem").textContent = message;
  }

  #say(tone, text) {
    setState(byId("search-state"), tone, text);
  }

  #clear() {
    byId("hits").replaceChildren();
    byId("search-again").hidden = true;
    this.#shownVersion = -1;
  }

  #render(answer, query) {
    this.#shownVersion = answer.index_version;
    byId("search-again").hidden = true;
    const hits = answer.hits.length ? count(answer.hits.length, "hit") : "No hits";
    this.#say("", hits + " in " + millis(answer.took_ms) + ", index version " + number(answer.index_version));
    byId("hits").replaceChildren(...answer.hits.map((hit) => this.#hit(hit, query)));
  }

  #hit(hit, query) {
    const facts = [
      ["score", fraction(hit.score)],
      hit.scores.vector !== null && ["meaning", fraction(hit.scores.vector)],
      hit.scores.keyword !== null && ["words", fraction(hit.scores.keyword)],
      ["chunk", number(hit.ordinal + 1)],
      ["version", number(hit.index_version)],
      ["updated", time(hit.updated_at)],
    ];
    const metadata = Object.entries(hit.metadata ?? {});
    return element("li", { class: "hit" },
      element("h3", null, element("a", { href: documentLink(this.#collection, hit.document_id) }, foreign(hit.document_id))),
      hit.headings.length > 0 && element("p", { class: "path" }, hit.headings.flatMap((heading, i) => [i ? " › " : "", foreign(heading)])),
      this.#text(hit.text ?? "", query),
      element("dl", { class: "facts" }, facts.filter(Boolean).map(([name, value]) => this.#pair(name, value))),
      metadata.length > 0 && element("dl", { class: "metadata" }, metadata.map(([name, value]) =>
        this.#pair(foreign(name), foreign(typeof value === "string" ? value : JSON.stringify(value))))));
  }

  #pair = (name, value) => element("div", null, element("dt", null, name), element("dd", null, value));

  #text(given, query) {
    const text = flowing(given);
    const ranges = marks(text, query);
    const part = excerpt(text, ranges);
    const shown = element("p", { class: "text", dir: "auto" }, part[0] > 0 && "… ", marked(text, ranges, part), part[1] < text.length && " …");
    if (part[0] === 0 && part[1] === text.length) return shown;
    const all = element("button", { type: "button", class: "quiet", "aria-expanded": "false" }, "Show the whole chunk");
    let whole = false;
    all.addEventListener("click", () => {
      whole = !whole;
      shown.replaceChildren(...(whole ? marked(text, ranges) : [part[0] > 0 ? "… " : "", ...marked(text, ranges, part), " …"]));
      all.textContent = whole ? "Show less" : "Show the whole chunk";
      all.setAttribute("aria-expanded", String(whole));
    });
    return element("div", null, shown, element("p", { class: "actions" }, all));
  }
}
