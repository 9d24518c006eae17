// Builds the page's elements. Text is only ever set as text: nothing here can be parsed as HTML.

const numbers = new Intl.NumberFormat("en");
const fractions = new Intl.NumberFormat("en", { maximumFractionDigits: 3, minimumFractionDigits: 3 });

export const byId = (id) => document.getElementById(id);

/** An element with attributes; a child is an element or becomes text; null and false are left out. */
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (value !== undefined && value !== null && value !== false) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Text from outside, whose direction must not leak into what stands beside it. */
export function foreign(given) {
  const text = String(given);
  return element("bdi", { title: text.length > 100 && text }, text);
}

export const number = (value) => numbers.format(value);
export const fraction = (value) => fractions.format(value);
export const count = (value, one, many = one + "s") => number(value) + " " + (value === 1 ? one : many);

export function seconds(value) {
  if (value < 10) return value.toFixed(1) + " s";
  if (value < 120) return Math.round(value) + " s";
  return value < 7200 ? Math.round(value / 60) + " min" : Math.round(value / 3600) + " h";
}

export const millis = (value) => (value < 1000 ? Math.round(value) + " ms" : seconds(value / 1000));

/** The time of day, or the date where it is another day. */
export function time(stamp) {
  const at = new Date(stamp);
  if (Number.isNaN(at.getTime())) return element("time", null, String(stamp));
  const iso = (part) => String(part).padStart(2, "0");
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map(iso).join(":");
  const date = [at.getFullYear(), iso(at.getMonth() + 1), iso(at.getDate())].join("-");
  const isToday = at.toDateString() === new Date().toDateString();
  return element("time", { datetime: at.toISOString(), title: at.toString() }, isToday ? clock : date + " " + clock);
}

/** Sets text only where it differs, so that nothing is read out or redrawn for the same. */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

export function setState(target, tone, text) {
  if (target.dataset.tone !== tone) target.dataset.tone = tone;
  setText(target, text);
}

/** Asks for confirmation; resolves to whether it was given. */
export function confirmed(title, text, yes) {
  const dialog = byId("confirm");
  byId("confirm-title").textContent = title;
  byId("confirm-text").textContent = text;
  byId("confirm-yes").textContent = yes;
  byId("confirm-no").onclick = () => dialog.close("no");
  byId("confirm-yes").onclick = () => dialog.close("yes");
  dialog.returnValue = "no";
  dialog.showModal();
  byId("confirm-no").focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
