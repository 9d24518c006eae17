// Asks the server this page came from, and nobody else.

const ROOT = new URL("../", import.meta.url);
const PATIENCE_MS = 20_000;

/** What the server answered instead: its problem, or that it did not answer. */
export class Problem extends Error {
  constructor(message, { code = "", status = 0, pointer = "", retryAfter = 0 } = {}) {
    super(message);
    Object.assign(this, { code, status, pointer, retryAfter });
  }
}

export const link = (collection, ...rest) =>
  new URL(["v1/collections", encodeURIComponent(collection), ...rest].join("/"), ROOT).href;

/** Where a document can be read, whatever its id holds. */
export const documentLink = (collection, id) =>
  link(collection, "document") + "?document_id=" + encodeURIComponent(id.toWellFormed?.() ?? id);

export function socketLink() {
  const url = new URL("v1/stream", ROOT);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/** The places where models are asked that are not well. */
export const troubledEndpoints = async () =>
  (await ask(new URL("v1/embedders", ROOT).href)).embedders.flatMap((one) => one.endpoints).filter((one) => one.problem);

export const collections = async () => (await ask(new URL("v1/collections", ROOT).href)).collections;

export async function ask(url, { body, signal } = {}) {
  const limit = AbortSignal.timeout(PATIENCE_MS);
  const options = { headers: { Accept: "application/json" }, signal: signal ? AbortSignal.any([signal, limit]) : limit };
  if (body !== undefined) {
    options.method = "POST";
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  try {
    const answer = await fetch(url, options);
    const json = await answer.json();
    if (answer.ok) return json;
    throw new Problem(json.detail || json.title || "The server answered " + answer.status, {
      code: json.code,
      pointer: json.pointer,
      status: answer.status,
      retryAfter: Number(answer.headers.get("Retry-After")) || 0,
    });
  } catch (failure) {
    if (failure instanceof Problem || signal?.aborted) throw failure;
    throw new Problem(failure.name === "TimeoutError" ? "The server does not answer." : "The server cannot be reached.");
  }
}
