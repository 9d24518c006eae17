// A list that is read page by page, when it is opened.

import { ask, link } from "./api.js";
import { byId, element } from "./dom.js";

const PAGE = 100;

/** A list behind a summary, read when it is opened. */
export class PagedList {
  #box;
  #name;
  #member;
  #row;
  #collection = "";
  #next = null;
  #counted = -1;

  /** @param name of the box and of the path; `member` of the page */
  constructor(name, member, row) {
    this.#box = byId(name);
    this.#name = name;
    this.#member = member;
    this.#row = row;
    this.#box.addEventListener("toggle", () => this.#box.open && this.#list.childElementCount === 0 && this.#load(""));
    this.#more.addEventListener("click", () => this.#load("&after=" + encodeURIComponent(this.#next)));
  }

  get #list() { return this.#box.querySelector("ol"); }
  get #more() { return this.#box.querySelector(".more"); }

  show(collection) {
    this.#collection = collection;
    this.#box.open = false;
    this.#box.hidden = true;
    this.#counted = -1;
    this.#list.replaceChildren();
  }

  count(number, text) {
    this.#box.hidden = number === 0;
    this.#box.querySelector("summary").textContent = text;
    if (number !== this.#counted && this.#counted >= 0) this.reload();
    this.#counted = number;
  }

  reload() {
    if (this.#box.open) this.#load("");
    else this.#list.replaceChildren();
  }

  say(text) {
    this.#list.prepend(element("li", { class: "problem", role: "alert" }, text));
  }

  async #load(after) {
    try {
      const page = await ask(link(this.#collection, this.#name) + "?limit=" + PAGE + after);
      const rows = page[this.#member].map((one) => element("li", { class: "row" }, this.#row(one)));
      if (after) this.#list.append(...rows);
      else this.#list.replaceChildren(...rows);
      this.#next = page.next;
      this.#more.hidden = page.next === null;
    } catch (failure) {
      this.say(failure.message);
    }
  }
}
