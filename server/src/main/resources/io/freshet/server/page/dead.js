// Changes that were tried in vain: what failed and where, to be tried again or dropped.

import { ask, link } from "./api.js";
import { byId, confirmed, count, element, foreign, time } from "./dom.js";
import { PagedList } from "./paged.js";

export class DeadLetters {
  #collection = "";
  #count = 0;
  #list;

  constructor() {
    this.#list = new PagedList("dead-letters", "dead_letters", (one) => [
      element("span", { class: "grow mono" }, foreign(one.document_id)),
      element("span", { class: "dim" }, foreign(one.detail), one.place && " (line " + one.place.line + ")", " ", time(one.last_failed_at)),
      element("button", { type: "button", class: "quiet", onclick: () => this.#move("retry", [one.document_id]) }, "Retry"),
      element("button", { type: "button", class: "danger", onclick: () => this.#discard([one.document_id]) }, "Discard"),
    ]);
    byId("dead-letters").querySelector(".retry-all").addEventListener("click", () => this.#move("retry", null));
    byId("dead-letters").querySelector(".discard-all").addEventListener("click", () => this.#discard(null));
  }

  show(collection) {
    this.#collection = collection;
    this.#list.show(collection);
    byId("dead-letters-section").hidden = true;
  }

  render(status) {
    this.#count = status.dead_letters ?? 0;
    byId("dead-letters-section").hidden = this.#count === 0;
    this.#list.count(this.#count, count(this.#count, "document") + " failed for good");
  }

  async #discard(ids) {
    const which = ids ? "what was last sent of the document “" + ids[0] + "”" : "what was last sent of " + count(this.#count, "document");
    const yes = await confirmed("Discard for good?", "This drops " + which + ". What was indexed before stays.", "Discard");
    if (yes) await this.#move("discard", ids);
  }

  async #move(verb, ids) {
    try {
      await ask(link(this.#collection, "dead-letters", verb), { body: ids ? { document_ids: ids } : { all: true } });
      this.#list.reload();
    } catch (failure) {
      this.#list.say(failure.message);
    }
  }
}
