// The change feed over a WebSocket: it reconnects by itself and goes on where it was.

import { documentLink, socketLink } from "./api.js";
import { byId, element, foreign, number, setState, time } from "./dom.js";

const ROWS_MAX = 200;
const BACK_OFF_MS = [500, 15_000];
const SILENT_MS = 90_000;

export class Feed {
  #collection = "";
  #socket = null;
  #since = null;
  #tries = 0;
  #timer = 0;
  #silence = 0;
  #queue = [];
  #drawing = false;
  #paused = false;
  #complete;

  /** @param complete called with each version that is searchable */
  constructor(complete) {
    this.#complete = complete;
    byId("feed-pause").addEventListener("click", () => this.#pause(!this.#paused));
    document.addEventListener("visibilitychange", () => this.#hurry());
    addEventListener("online", () => this.#hurry());
    addEventListener("pagehide", () => this.#socket?.close(1000, "page"));
    addEventListener("pageshow", (event) => event.persisted && this.#connect());
  }

  show(collection) {
    this.#collection = collection;
    this.#since = null;
    this.#tries = 0;
    this.#queue = [];
    byId("feed").replaceChildren();
    byId("feed").hidden = true;
    byId("feed-hint").hidden = false;
    this.#connect();
  }

  #hurry() {
    if (!document.hidden && this.#socket === null && this.#collection) this.#connect();
  }

  #connect() {
    clearTimeout(this.#timer);
    const old = this.#socket;
    this.#socket = null;
    old?.close(1000, "page");
    const socket = new WebSocket(socketLink());
    this.#socket = socket;
    this.#state("quiet", "connecting");
    socket.onopen = () => this.#subscribe();
    socket.onmessage = (message) => this.#socket === socket && this.#read(message.data);
    socket.onclose = () => this.#socket === socket && this.#lost();
    this.#listen();
  }

  #subscribe() {
    const frame = { action: "subscribe", collection: this.#collection };
    if (this.#since) frame.since = this.#since;
    this.#socket.send(JSON.stringify(frame));
  }

  /** A connection that is dead without saying so is asked, and then given up. */
  #listen() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      if (this.#socket?.readyState !== WebSocket.OPEN) return;
      const asked = this.#socket;
      asked.send('{"action":"ping"}');
      this.#silence = setTimeout(() => {
        if (this.#socket !== asked) return;
        this.#lost();
        asked.close(1000, "page");
      }, SILENT_MS / 3);
    }, SILENT_MS);
  }

  #lost() {
    clearTimeout(this.#silence);
    this.#socket = null;
    const wait = Math.min(BACK_OFF_MS[1], BACK_OFF_MS[0] * 2 ** this.#tries++) * (0.75 + Math.random() / 2);
    this.#state("warn", "reconnecting");
    this.#timer = setTimeout(() => this.#connect(), wait);
  }

  #read(text) {
    this.#listen();
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    switch (frame.type) {
      case "subscribed":
        this.#tries = 0;
        this.#state("good", this.#paused ? "paused" : "live");
        break;
      case "index_update":
      case "batch_complete":
        this.#since = frame.position;
        this.#add(frame);
        if (frame.type === "batch_complete") this.#complete(frame.index_version);
        break;
      case "error":
        this.#failed(frame);
        break;
      default: // Later protocols may say more.
    }
  }

  #failed(frame) {
    if (frame.code === "resume_expired") {
      this.#since = null;
      this.#add({ gap: "Changes were missed here: the feed no longer reaches back so far." });
      this.#subscribe();
      return;
    }
    this.#add({ gap: frame.message });
  }

  #add(entry) {
    this.#queue.push(entry);
    if (this.#queue.length > ROWS_MAX) this.#queue.shift();
    if (!this.#drawing && !this.#paused) {
      this.#drawing = true;
      // A hidden page draws no frames, and must stay bounded all the same.
      setTimeout(() => this.#draw(), 50);
    }
  }

  #draw() {
    this.#drawing = false;
    if (this.#paused || this.#queue.length === 0) return;
    const list = byId("feed");
    const reading = list.scrollTop > 0 ? list.scrollHeight - list.scrollTop : 0;
    list.prepend(...this.#queue.splice(0).reverse().map((entry) => this.#row(entry)));
    while (list.childElementCount > ROWS_MAX) list.lastElementChild.remove();
    list.hidden = false;
    byId("feed-hint").hidden = true;
    if (reading) list.scrollTop = list.scrollHeight - reading;
  }

  #row(entry) {
    if (entry.gap) return element("li", { class: "problem" }, foreign(entry.gap));
    return entry.type === "batch_complete" ? versionRow(entry) : changeRow(entry, this.#collection);
  }

  #pause(paused) {
    this.#paused = paused;
    byId("feed-pause").setAttribute("aria-pressed", String(paused));
    if (this.#socket?.readyState === WebSocket.OPEN) this.#state(paused ? "quiet" : "good", paused ? "paused" : "live");
    this.#draw();
  }

  #state(tone, text) {
    setState(byId("feed-state"), tone, text);
  }
}

export const chunkCounts = (chunks) => "chunks +" + number(chunks.added) + " −" + number(chunks.removed) + " =" + number(chunks.kept);
export const documentCounts = (documents) =>
  [["inserted", documents.inserted], ["updated", documents.updated], ["deleted", documents.deleted]]
    .filter(([, value]) => value > 0).map(([name, value]) => number(value) + " " + name).join(", ") || "no documents";

/** A change of one document, as a row of a list. */
export function changeRow({ event }, collection) {
  const id = foreign(event.document_id);
  return element("li", { class: "row fresh" },
    time(event.timestamp),
    element("span", { class: "kind", "data-kind": event.event_type }, event.event_type),
    element("span", { class: "grow" }, event.event_type === "delete" ? id : element("a", { href: documentLink(collection, event.document_id) }, id)),
    element("span", { class: "dim" }, chunkCounts(event.chunks)));
}

const versionRow = (entry) =>
  element("li", { class: "row closing" },
    time(entry.timestamp),
    element("span", null, "version " + number(entry.index_version)),
    element("span", { class: "grow" }, documentCounts(entry.documents)));
