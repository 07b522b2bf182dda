// Values of areas: those that come with a message, and those of all communes of France, that come as a file.

const FILES = new Map(); // url -> {promise, values}

/** Fetch the values of an indicator in a year; a second request for the same address costs nothing. */
export function loadValues(url) {
  if (!FILES.has(url)) {
    const entry = { values: null };
    entry.promise = fetch(url).then((r) => {
      if (!r.ok) throw new Error(`${url}: ${r.status}`);
      return r.json();
    }).then((file) => { entry.values = decodeValues(file); return entry.values; });
    entry.promise.catch(() => FILES.delete(url));
    FILES.set(url, entry);
  }
  return FILES.get(url).promise;
}

/** The values, or nothing as long as they have not come. */
export function readyValues(url) {
  return FILES.get(url)?.values ?? null;
}

/** Whole numbers of the last decimal to numbers; one mark per commune: s and n have no value. */
export function decodeValues({ decimals, marks, values }) {
  const unit = 10 ** decimals;
  let next = 0;
  return { marks, values: Array.from(marks, (mark) => (mark === "s" || mark === "n" ? null : values[next++] / unit)) };
}

/** The class of a value: classes are closed on the right, like those of the server (geo/classify.py). */
export function classNumber(value, breaks) {
  let c = 0;
  while (c < breaks.length - 2 && value > breaks[c + 1]) c += 1;
  return c;
}

/** What a message says of its areas: class letters, values (whole numbers of the last decimal shown), flags. */
export function readMessage({ classes, values, decimals, flags }) {
  const whole = values.split(" ");
  const unit = 10 ** decimals;
  let next = 0;
  return {
    classOf: classes,
    values: Array.from(classes, (c) => (c >= "0" && c <= "9" ? Number(whole[next++]) / unit : null)),
    flagOf: flags || "",
  };
}

/** The same for the communes of France: classes are worked out here, from the bounds in the message. */
export function readFile({ marks, values }, breaks) {
  const classOf = Array.from(values, (value, i) => (value === null ? marks[i] : String(classNumber(value, breaks)))).join("");
  return { classOf, values, flagOf: marks };
}

export function countClasses(classOf) {
  const counts = new Map();
  for (const c of classOf) counts.set(c, (counts.get(c) || 0) + 1);
  return counts;
}
