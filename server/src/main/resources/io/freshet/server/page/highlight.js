// Where the words of a query stand in a text. Words are compared as the keyword search splits them,
// and by a simple stem on top, since a hit by meaning often has another ending.

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+/gu;
const COMMON = new Set(
  ("a an and are as at be by can do does for from has have how i if in is it its of on or " +
    "that the this to was what when where which who why will with you your").split(" "));
const ENDINGS = ["ings", "ing", "edly", "ed", "ies", "es", "ers", "er", "ly", "s", "e", "y"];
const STEM_MIN = 3;
const EXCERPT = 700;

const folded = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();

export function stem(word) {
  const plain = folded(word);
  for (const ending of ENDINGS) {
    if (plain.endsWith(ending) && plain.length - ending.length >= STEM_MIN && !/^\p{N}/u.test(plain)) {
      const rest = plain.slice(0, -ending.length);
      // "stopped" and "stop" share their stem.
      return rest.length > STEM_MIN && rest.at(-1) === rest.at(-2) && !"ls".includes(rest.at(-1)) ? rest.slice(0, -1) : rest;
    }
  }
  return plain;
}

function asked(query) {
  const words = query.replace(CJK, " ").match(WORD) ?? [];
  const telling = words.filter((word) => !COMMON.has(word.toLowerCase()));
  const pieces = new Set();
  for (const run of query.match(CJK) ?? []) {
    const signs = [...run];
    if (signs.length === 1) pieces.add(run);
    for (let i = 0; i + 1 < signs.length; i++) pieces.add(signs[i] + signs[i + 1]);
  }
  return { stems: new Set((telling.length ? telling : words).map(stem)), pieces };
}

/** Ascending [start, end) pairs that do not overlap. */
export function marks(text, query) {
  const { stems, pieces } = asked(query);
  const found = [];
  if (stems.size) {
    for (const match of text.replace(CJK, (run) => " ".repeat(run.length)).matchAll(WORD)) {
      if (stems.has(stem(match[0]))) found.push([match.index, match.index + match[0].length]);
    }
  }
  for (const piece of pieces) {
    for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) found.push([at, at + piece.length]);
  }
  found.sort((a, b) => a[0] - b[0]);
  const merged = [];
  for (const range of found) {
    const last = merged.at(-1);
    if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else merged.push(range);
  }
  return merged;
}

/** Lines that were wrapped by hand flow again; lists, tables, headings and code keep theirs. */
export function flowing(text) {
  const lines = text.split("\n");
  let fenced = false;
  return lines.slice(1).reduce((whole, line, i) => {
    const before = lines[i];
    if (/^\s*(```|~~~)/.test(before)) fenced = !fenced;
    const joins = !fenced && before.length > 50 && !/^(\||#| {4}|\t)/.test(before) && /^[^\s|#>*+\-`~]/u.test(line) && !/^\d+[.)]\s/.test(line);
    return whole + (joins ? " " : "\n") + line;
  }, lines[0]);
}

/** The part of a long text that holds the most marks, as [start, end). */
export function excerpt(text, ranges) {
  if (text.length <= EXCERPT * 1.3) return [0, text.length];
  let best = 0;
  let most = 0;
  for (let i = 0; i < ranges.length; i++) {
    let within = 0;
    while (i + within < ranges.length && ranges[i + within][1] <= ranges[i][0] + EXCERPT - 100) within++;
    if (within > most) [best, most] = [ranges[i][0], within];
  }
  if (best < EXCERPT / 2) return [0, boundary(text, EXCERPT)];
  const start = boundary(text, best - 100);
  return [start, boundary(text, Math.min(text.length, start + EXCERPT))];
}

/** The next white space, where there is one near; never the middle of a character. */
function boundary(text, at) {
  const space = text.slice(at, at + 40).search(/\s/u);
  const cut = space < 0 ? at : at + space;
  return cut > 0 && /[\uDC00-\uDFFF]/.test(text[cut] ?? "") ? cut + 1 : cut;
}

/** The text from start to end as nodes, marks as elements. */
export function marked(text, ranges, [start, end] = [0, text.length]) {
  const nodes = [];
  let at = start;
  for (const [from, to] of ranges) {
    if (from < start || to > end) continue;
    nodes.push(text.slice(at, from));
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    nodes.push(mark);
    at = to;
  }
  nodes.push(text.slice(at, end));
  return nodes;
}
