// How the collection stands: figures, and what is wrong.

import { byId, count, element, foreign, millis, number, seconds, setState, time } from "./dom.js";

/** Parts of `complete` that are no place where an accepted event can be. */
const NO_PLACE = ["accepted", "dropped_hits", "mended_vectors"];

export function renderStatus(status, troubled) {
  const pairs = figures(status);
  byId("figures").replaceChildren(...pairs.map(({ name, value, tone, more }) =>
    element("div", null,
      element("dt", null, name),
      element("dd", { class: "value", "data-tone": tone }, value),
      more.filter(Boolean).map((line) => element("dd", null, line)))));
  renderProblems(status, troubled);
  setState(byId("state"), ...headline(status));
}

/** While there is nothing to show. */
export function renderNoStatus(tone, text, problem) {
  byId("figures").replaceChildren();
  byId("figures").hidden = true;
  byId("problems").replaceChildren(...(problem ? [element("p", { class: "notice", "data-tone": tone }, problem)] : []));
  setState(byId("state"), tone, text);
}

/** The collection's state in a few words. */
export function headline(status) {
  if (status.problem || status.state === "corrupt" || status.state === "failed") return ["bad", "needs attention"];
  if (status.state !== "serving") return ["warn", status.state];
  if (status.pending > 0) return ["warn", behind(status)];
  if (hasTrouble(status)) return ["warn", "up to date, with problems"];
  return ["good", "up to date"];
}

const stored = (status) => status.complete.stores ?? [];

/** Whether a store held what the ledger says when it was last read back. */
const readBack = (store) => store.read_back &&
  store.name + (store.read_back.equal ? ": equal to the ledger, " : ": differs from the ledger, ") +
    "read back " + seconds(store.read_back.age_seconds) + " ago";

const behind = (status) => count(status.pending, "document") + " waiting, oldest " + seconds(status.oldest_pending_seconds);

const hasTrouble = (status) =>
  Boolean(status.embedder_problem) || Boolean(status.backlog_problem) || Boolean(status.budget_problem) || Boolean(status.reembedding) || !status.complete.balanced || status.withheld > 0 || status.dead_letters > 0 ||
  status.stores.some((store) => !store.healthy) || stored(status).some((store) => store.read_back?.equal === false) ||
  (status.sources ?? []).some((source) => source.problem);

function figures(status) {
  byId("figures").hidden = false;
  const isFresh = status.pending === 0;
  const { complete, spent, stores } = status;
  const places = Object.entries(complete).filter(([name, value]) => typeof value === "number" && !NO_PLACE.includes(name));
  const drift = complete.dropped_hits + complete.mended_vectors;
  const broken = stores.filter((store) => !store.healthy).length;
  const spared = [
    [spent.kept_chunks, "kept chunk"],
    [spent.known_vectors, "known vector"],
    [spent.unchanged, "unchanged event"],
    [spent.superseded, "superseded event"],
  ];
  return [
    {
      name: "Searchable",
      value: isFresh ? "up to date" : number(status.pending) + " waiting",
      tone: isFresh ? "good" : "warn",
      more: [
        !isFresh && "oldest for " + seconds(status.oldest_pending_seconds),
        status.freshness && "median " + millis(status.freshness.p50_ms) + ", 99 % " + millis(status.freshness.p99_ms),
      ],
    },
    { name: "Documents", value: number(status.documents), more: [count(status.chunks, "chunk")] },
    {
      name: "Index version",
      value: number(status.index_version),
      more: [status.committed_version > status.index_version
        ? number(status.committed_version) + " is committed"
        : "events up to " + number(status.sequence)],
    },
    {
      name: "Complete",
      value: complete.balanced ? "balanced" : "does not add up",
      tone: complete.balanced ? "good" : "bad",
      more: [
        number(complete.accepted) + " = " + places.filter(([, value]) => value > 0).map(([name, value]) => number(value) + " " + name).join(" + ").replace(/^$/, "0"),
        drift > 0 && count(complete.dropped_hits, "dropped hit") + ", " + count(complete.mended_vectors, "mended vector"),
      ],
    },
    {
      name: stores.length === 1 ? "Store" : "Stores",
      value: broken ? number(broken) + " not healthy" : "healthy",
      tone: broken ? "bad" : "good",
      more: [
        ...stores.map((store) => store.name + ": version " + number(store.applied_version) + ", " + count(store.rows, "row")),
        ...(complete.stores ?? []).map(readBack),
      ],
    },
    {
      name: "Embedded",
      value: count(spent.tokens, "token"),
      more: [
        count(spent.texts, "text") + " in " + count(spent.requests, "request"),
        "since it was opened",
        ...(status.cost.month_usd > 0 ? [status.cost.month_usd.toPrecision(2) + " USD this month, " + status.cost.today_usd.toPrecision(2) + " today"] : []),
        ...(status.cost.month_usd === null ? ["at an unknown price"] : []),
      ],
    },
    {
      name: "Spared",
      value: count(spared.reduce((sum, [value]) => sum + value, 0), "time"),
      more: [spared.filter(([value]) => value > 0).map(([value, one]) => count(value, one)).join(", ") || "nothing yet"],
    },
    ...(status.migration && status.migration.state !== "none" ? [migration(status.migration)] : []),
  ];
}

/** How far a second index is that is filled beside the first. */
function migration({ state, embedder, other, progress }) {
  return {
    name: "Migration",
    value: state,
    tone: state === "ready" ? "good" : undefined,
    more: [
      embedder === other ? "other chunks" : embedder + (state === "switched" ? ", before: " : ", then: ") + other,
      progress && number(progress.documents) + " of " + count(progress.documents_total, "document"),
      progress && progress.seconds_left !== null && seconds(progress.seconds_left) + " left",
      state === "ready" && "freshet migrate switch",
    ],
  };
}

function renderProblems(status, troubled) {
  const notes = [
    notice("bad", status.state === "serving" ? "Nothing can be written: " : "The collection cannot go on: ", status.problem),
    notice("warn", "Embedding is held up: ", status.embedder_problem),
    ...(status.embedder_problem ? [] : troubled.map((one) => notice("warn", "Embedding elsewhere: ", one.problem))),
    notice("warn", "Limit reached: ", status.backlog_problem),
    notice("warn", "Deferred: ", status.budget_problem),
    status.migration && notice("warn", "Migration: ", status.migration.problem),
    status.migration && notice("warn", "Settings: ", status.migration.remedy),
    status.reembedding && notice("warn", "Held: ", reembedding(status.reembedding)),
    ...status.stores.map((store) => notice("bad", "Store " + store.name + ": ", store.problem)),
    status.dead_letters > 0 && notice("warn", "Dead letters: ", count(status.dead_letters, "document") + " failed for good"),
    failing(status.failing ?? []),
  ].filter(Boolean);
  const open = byId("problems").querySelector("details")?.open;
  const shown = byId("problems");
  const next = element("div", null, notes);
  if (shown.textContent === next.textContent) return;
  shown.replaceChildren(...next.childNodes);
  if (open) shown.querySelector("details")?.setAttribute("open", "");
}

const reembedding = (held) => (held.at_least ? "at least " : "") + count(held.documents, "document") + " would embed again much of what is here, " +
  (held.cost_usd === null ? "at an unknown price" : "for about " + (held.cost_usd > 0 ? held.cost_usd.toPrecision(2) : "0") + " USD") +
  "; the old text stays searchable until freshet reembedding confirm";

const notice = (tone, name, text) => text && element("p", { class: "notice", "data-tone": tone }, element("strong", null, name), foreign(text));

function failing(documents) {
  if (documents.length === 0) return null;
  return element("details", { class: "notice" },
    element("summary", null, count(documents.length, "document") + " could not be indexed yet; the old text stays searchable"),
    element("ol", { class: "rows" }, documents.map((one) =>
      element("li", { class: "row" },
        element("span", { class: "grow mono" }, foreign(one.document_id)),
        element("span", null, foreign(one.problem)),
        element("span", { class: "dim" }, count(one.attempts, "attempt") + ", next ", time(one.retry_at))))));
}
