// Where documents come from by themselves: each source, the files it skipped, and deletions that
// wait for somebody to release them.

import { ask, link } from "./api.js";
import { byId, confirmed, count, element, foreign, number, time } from "./dom.js";
import { PagedList } from "./paged.js";

const TONES = { live: "good", scanning: "warn", failing: "bad", stopped: "quiet" };

export class Sources {
  #collection = "";
  #withheld = 0;
  #skippedList;
  #withheldList;

  constructor() {
    this.#skippedList = new PagedList("skipped", "skipped", (one) => [
      element("span", { class: "grow mono" }, foreign(one.path)),
      element("span", { class: "dim" }, foreign(one.reason)),
    ]);
    this.#withheldList = new PagedList("withheld", "withheld", (one) => [
      element("span", { class: "grow mono" }, foreign(one.document_id)),
      element("span", { class: "dim" }, foreign(one.reason), one.since && [" since ", time(one.since)]),
      element("button", { type: "button", class: "danger", onclick: () => this.#release([one.document_id]) }, "Release"),
    ]);
    byId("withheld").querySelector(".release-all").addEventListener("click", () => this.#release(null));
  }

  show(collection) {
    this.#collection = collection;
    this.#skippedList.show(collection);
    this.#withheldList.show(collection);
    byId("sources-section").hidden = true;
  }

  render(status) {
    const sources = status.sources ?? [];
    const skipped = sources.reduce((sum, source) => sum + (source.skipped ?? 0), 0);
    this.#withheld = status.withheld ?? 0;
    byId("sources-section").hidden = sources.length === 0 && this.#withheld === 0 && skipped === 0;
    byId("sources").replaceChildren(...sources.map(sourceRow));
    this.#skippedList.count(skipped, count(skipped, "file") + " skipped");
    this.#withheldList.count(this.#withheld, count(this.#withheld, "deletion") + " withheld");
  }

  async #release(ids) {
    const which = ids ? "the document “" + ids[0] + "”" : count(this.#withheld, "document");
    const yes = await confirmed("Delete from the index?", "This deletes " + which + " from the collection " + this.#collection +
      ". Their files are already gone.", "Delete");
    if (!yes) return;
    try {
      await ask(link(this.#collection, "withheld", "release"), { body: ids ? { document_ids: ids } : {} });
      this.#withheldList.reload();
    } catch (failure) {
      this.#withheldList.say(failure.message);
    }
  }
}

function sourceRow(source) {
  const progress = source.state === "scanning" && source.to_read > 0 && number(source.read) + " of " + number(source.to_read) + " read";
  return element("div", null,
    element("div", { class: "row" },
      element("span", { class: "state", "data-tone": TONES[source.state] ?? "quiet" }, source.state),
      element("span", { class: "grow mono" }, foreign(source.path ?? source.name)),
      element("span", { class: "dim" }, progress || count(source.files ?? 0, "file"), source.last_scan && [", scanned ", time(source.last_scan)])),
    source.problem && element("p", { class: "problem" }, foreign(source.problem)));
}
