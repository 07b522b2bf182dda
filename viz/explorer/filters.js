// Which rows pass, and how many each value would leave: no page, no map, only rows.

import { searchKey } from "./text.js";

export const UNKNOWN = "inconnu";
const RANGE = /^(\d{1,4})-(\d{1,4})(-datees)?$/;

/** The values of a row on a facet: codes for values, [first, last] or null for a range. */
function valuesOf(row, facet) {
  const value = row.facets?.[facet.id] ?? null;
  const list = value === null || value === "" ? [] : [value].flat();
  if (facet.kind === "range") return list.length ? [list[0], list[list.length - 1]] : null;
  return list.length ? list : [UNKNOWN];
}

export class Filters {
  constructor(rows, facets) {
    this.rows = rows;
    this.facets = facets.map((facet) => ({ ...facet, labels: new Map(facet.labels) }));
    this.keys = rows.map((row) => searchKey([row.name, row.line ?? "", ...(row.facts ?? []).map((fact) => fact[1])].join(" ")));
    for (const facet of this.facets) {
      facet.of = rows.map((row) => valuesOf(row, facet));
      if (facet.kind === "range") this.bound(facet);
      else facet.totals = tally(facet.of);
    }
    this.read({});
  }

  bound(facet) {
    const known = facet.of.filter(Boolean);
    facet.low = known.reduce((least, [a]) => Math.min(least, a), Infinity);
    facet.high = known.reduce((most, [, b]) => Math.max(most, b), -Infinity);
    facet.unknowns = facet.of.length - known.length;
  }

  // ---------------------------------------------------------------- the address
  read(state) {
    this.search = state.recherche ?? "";
    for (const facet of this.facets) {
      const text = state[facet.id] ?? "";
      if (facet.kind === "range") {
        const [, from, to, known] = RANGE.exec(text) ?? [];
        facet.from = from ? Math.max(Number(from), facet.low) : facet.low;
        facet.to = to ? Math.min(Number(to), facet.high) : facet.high;
        facet.knownOnly = Boolean(known);
      } else {
        facet.chosen = new Set(text ? text.split(",") : []);
      }
    }
  }

  write() {
    const state = {};
    for (const facet of this.facets) if (this.isActive(facet)) state[facet.id] = facet.kind === "range" ? rangeText(facet) : [...facet.chosen].join(",");
    if (this.search) state.recherche = this.search;
    return state;
  }

  isActive(facet) {
    if (facet.kind === "range") return facet.from > facet.low || facet.to < facet.high || facet.knownOnly;
    return facet.chosen.size > 0;
  }

  active() {
    return this.facets.filter((facet) => this.isActive(facet));
  }

  clear() {
    this.read({});
  }

  // ---------------------------------------------------------------- rows
  passes(facet, i) {
    const values = facet.of[i];
    if (facet.kind === "values") return values.some((value) => facet.chosen.has(value));
    if (!values) return !facet.knownOnly;
    return values[0] <= facet.to && values[1] >= facet.from;
  }

  /** Rows that pass everything; each facet counts the rows that pass all the others. */
  run() {
    const active = this.active();
    const words = searchKey(this.search).split(" ").filter(Boolean);
    this.facets.forEach((facet) => { facet.counted = []; });
    const shown = [];
    for (let i = 0; i < this.rows.length; i += 1) {
      if (!words.every((word) => this.keys[i].includes(word))) continue;
      const failed = active.filter((facet) => !this.passes(facet, i));
      if (!failed.length) shown.push(i);
      if (failed.length < 2) (failed.length ? failed : this.facets).forEach((facet) => facet.counted.push(i));
    }
    for (const facet of this.facets) facet.counts = facet.kind === "values" ? tally(facet.counted.map((i) => facet.of[i])) : null;
    this.shown = shown;
    return shown;
  }

  /** Values of a facet in the order of its labels, else the most frequent first; the unknown last. */
  order(facet) {
    const rank = new Map([...facet.labels.keys()].map((value, i) => [value, i]));
    return [...facet.totals.keys()].sort((a, b) => {
      if ((a === UNKNOWN) !== (b === UNKNOWN)) return a === UNKNOWN ? 1 : -1;
      return (rank.get(a) ?? Infinity) - (rank.get(b) ?? Infinity) || facet.totals.get(b) - facet.totals.get(a) || a.localeCompare(b, "fr");
    });
  }

  label(facet, value) {
    return value === UNKNOWN ? facet.unknown : (facet.labels.get(value) ?? value);
  }
}

function rangeText({ from, to, knownOnly }) {
  return `${from}-${to}${knownOnly ? "-datees" : ""}`;
}

function tally(lists) {
  const counts = new Map();
  for (const list of lists) for (const value of list) counts.set(value, (counts.get(value) || 0) + 1);
  return counts;
}
