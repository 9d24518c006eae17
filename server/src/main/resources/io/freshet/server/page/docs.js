// Renders the API's descriptions: what each request takes and answers, and what the stream says.

import { byId, element } from "./dom.js";

const DEPTH_MAX = 6;

const read = async (name) => (await fetch(new URL("../" + name, import.meta.url))).json();

/** A description may hold `code` between backticks; nothing else of Markdown is used. */
function prose(text) {
  return (text ?? "").split("`").map((part, i) => (i % 2 ? element("code", null, part) : part));
}

const lookup = (whole, ref) => ref.split("/").slice(1).reduce((at, name) => at[name.replaceAll("~1", "/")], whole);

/** What stands behind references, and the name of the last one. */
function resolved(whole, node) {
  let name = "";
  let at = node ?? {};
  while (at.$ref) {
    name = at.$ref.split("/").at(-1);
    at = lookup(whole, at.$ref);
  }
  return { name, at };
}

function typeOf(whole, node) {
  const { name, at } = resolved(whole, node);
  if (at.const !== undefined) return JSON.stringify(at.const);
  if (at.enum) return name && at.enum.length > 12 ? name : at.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = at.anyOf ?? at.oneOf;
  if (choices && !at.properties) return choices.map((choice) => typeOf(whole, choice)).join(" | ");
  const types = [at.type ?? "any"].flat().map((type) => (type === "array" && at.items ? typeOf(whole, at.items) + "[]" : type));
  return types.join(" | ") + limits(at);
}

function limits(at) {
  const of = (low, high) => {
    if (low === undefined) return high === undefined ? "" : " ≤ " + high;
    return high === undefined ? " ≥ " + low : " " + low + "…" + high;
  };
  return of(at.minimum, at.maximum) + (at.maxLength ? " of " + (at.minLength ?? 0) + "…" + at.maxLength + " characters" : "");
}

/** An object's members, those of the objects in it included. */
function members(whole, node, depth = 0) {
  const { at } = resolved(whole, node);
  if (depth > DEPTH_MAX) return null;
  const choices = (at.properties ? null : at.anyOf ?? at.oneOf) ?? [];
  if (choices.length) {
    const lists = choices.map((choice) => members(whole, choice, depth)).filter(Boolean);
    return lists.map((list, i) => [i > 0 && element("p", { class: "dim" }, "or"), list]);
  }
  if (at.items) return members(whole, at.items, depth);
  if (!at.properties) return null;
  return element("ul", { class: "members" }, Object.entries(at.properties).map(([name, member]) => {
    const inner = resolved(whole, member).at;
    return element("li", null,
      element("code", null, name), " ",
      element("span", { class: "dim" }, typeOf(whole, member) + (at.required?.includes(name) ? "" : ", optional") +
        (inner.default !== undefined ? ", default " + JSON.stringify(inner.default) : "")),
      inner.description && element("span", { class: "note" }, prose(inner.description)),
      members(whole, member, depth + 1));
  }));
}

function content(whole, body) {
  return Object.entries(body.content ?? {}).map(([type, { schema }]) =>
    element("div", null, element("p", null, element("code", null, type)), members(whole, schema)));
}

function operation(api, path, method, item) {
  const parameters = [...(api.paths[path].parameters ?? []), ...(item.parameters ?? [])].map((one) => resolved(api, one).at);
  return element("details", { id: item.operationId },
    element("summary", null, element("span", { class: "row" },
      element("code", { class: "method" }, method.toUpperCase()),
      element("code", { class: "grow" }, path),
      element("span", { class: "dim" }, item.summary))),
    element("div", { class: "inner" },
      item.description && element("p", null, prose(item.description)),
      parameters.length > 0 && [element("h4", null, "Parameters"), element("ul", { class: "members" }, parameters.map((one) =>
        element("li", null, element("code", null, one.name), " ",
          element("span", { class: "dim" }, one.in + ", " + typeOf(api, one.schema) + (one.required ? "" : ", optional")),
          one.description && element("span", { class: "note" }, prose(one.description)))))],
      item.requestBody && [element("h4", null, "Body"), content(api, resolved(api, item.requestBody).at)],
      element("h4", null, "Answers"),
      Object.entries(item.responses).map(([status, answer]) => {
        const { at } = resolved(api, answer);
        return element("div", { class: "answer" },
          element("p", null, element("code", { class: "status" }, status === "default" ? "else" : status), " ", prose(at.description)),
          Number(status) < 300 && content(api, at));
      })));
}

function group(title, description, entries) {
  const id = "about-" + title.toLowerCase();
  return element("section", { class: "panel", "aria-labelledby": id },
    element("h2", { id }, title), description && element("p", { class: "hint" }, prose(description)),
    element("div", { class: "rows" }, entries));
}

const [api, stream] = await Promise.all([read("openapi.json"), read("asyncapi.json")]);
const operations = Object.entries(api.paths).flatMap(([path, item]) =>
  ["get", "post", "put", "patch", "delete"].filter((method) => item[method]).map((method) => [path, method, item[method]]));
byId("docs").append(
  element("p", { class: "hint lead" }, prose(api.info.description)),
  ...api.tags.map((tag) => group(tag.name, tag.description,
    operations.filter(([, , item]) => item.tags.includes(tag.name)).map((one) => operation(api, ...one)))),
  group("Stream", stream.info.description, Object.values(stream.operations).flatMap((one) => one.messages.map((message) => {
    const { name, at } = resolved(stream, message);
    return element("details", { id: "stream-" + name },
      element("summary", null, element("span", { class: "row" },
        element("code", { class: "method" }, one.action === "receive" ? "client" : "server"),
        element("code", { class: "grow" }, name),
        element("span", { class: "dim" }, at.summary))),
      element("div", { class: "inner" }, members(stream, at.payload)));
  }))),
  group("Problems", "Every error is `application/problem+json` (RFC 9457); `code` is one of these.",
    [members(api, api.components.schemas.Problem), element("p", null, api.components.schemas.ProblemCode.enum.flatMap((code) => [element("code", null, code), " "]))]));
const wanted = location.hash && document.getElementById(location.hash.slice(1));
if (wanted) {
  wanted.open = true;
  wanted.scrollIntoView();
}
