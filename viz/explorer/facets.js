// The facets: boxes to tick with counts, years from–to over a small histogram. Built once, then only counted again.

import { WORDS } from "./explorer_text.js";
import { UNKNOWN } from "./filters.js";
import { formatNumber, h } from "./text.js";

const FIRST = 7; // values shown before the reader asks for the others
const BARS = 28;

class ValueFacet {
  constructor(owner, facet) {
    this.owner = owner;
    this.facet = facet;
    this.rows = new Map();
    this.list = h("div", { class: "bx-values" });
    const order = owner.filters.order(facet);
    order.forEach((value) => this.add(value));
    this.more = h("button", { type: "button", class: "bx-more" });
    this.more.addEventListener("click", () => { this.wide = !this.wide; this.fold(); });
    this.few = order.length <= FIRST + 2;
    this.node = h("div", {}, this.list, this.few ? "" : this.more);
  }

  add(value) {
    const { owner, facet } = this;
    const input = h("input", { type: "checkbox", value, "data-facet": facet.id });
    const count = h("span", { class: "bm-count" });
    const label = h("label", { class: "bx-value" }, input, h("span", {}, owner.filters.label(facet, value)), count);
    if (value === UNKNOWN) label.classList.add("bx-unknown");
    input.addEventListener("change", () => {
      if (input.checked) facet.chosen.add(value);
      else facet.chosen.delete(value);
      owner.changed();
    });
    this.rows.set(value, { input, count, label });
    this.list.append(label);
  }

  /** The values that lead somewhere first; a value in use is always in sight. */
  fold() {
    let seen = 0;
    let hidden = 0;
    for (const [value, { label, input }] of this.rows) {
      const useful = (this.facet.counts.get(value) ?? 0) > 0;
      label.hidden = !this.few && !this.wide && !input.checked && (!useful || seen >= FIRST);
      if (label.hidden) hidden += 1;
      else seen += 1;
    }
    this.more.textContent = this.wide ? WORDS.fewer : WORDS.others(hidden);
    this.more.setAttribute("aria-expanded", String(Boolean(this.wide)));
  }

  draw() {
    for (const [value, { input, count, label }] of this.rows) {
      const n = this.facet.counts.get(value) ?? 0;
      input.checked = this.facet.chosen.has(value);
      count.textContent = formatNumber(n, 0);
      label.classList.toggle("bx-none", n === 0 && !input.checked);
    }
    this.fold();
  }
}

class RangeFacet {
  constructor(owner, facet) {
    this.owner = owner;
    this.facet = facet;
    this.bars = Array.from({ length: BARS }, () => h("span", {}));
    this.text = h("output", { class: "bx-years" });
    this.low = this.slider(WORDS.from, "from");
    this.high = this.slider(WORDS.to, "to");
    this.keep = h("input", { type: "checkbox", "data-facet": facet.id });
    this.keepCount = h("span", { class: "bm-count" });
    this.keep.addEventListener("change", () => { facet.knownOnly = !this.keep.checked; owner.changed(); });
    const keep = h("label", { class: "bx-value bx-unknown" }, this.keep, h("span", {}, facet.unknown), this.keepCount);
    this.node = h(
      "div",
      { class: "bx-range" },
      h("div", { class: "bx-bars", "aria-hidden": "true" }, ...this.bars),
      h("div", { class: "bx-sliders" }, h("span", { class: "bx-track" }), this.low, this.high),
      this.text,
      facet.unknowns ? keep : "",
    );
  }

  slider(name, end) {
    const { facet, owner } = this;
    const input = h("input", { type: "range", min: facet.low, max: facet.high, step: 1, "aria-label": `${facet.title} : ${name}`, "data-facet": facet.id });
    input.addEventListener("input", () => {
      const value = Number(input.value);
      facet[end] = end === "from" ? Math.min(value, facet.to) : Math.max(value, facet.from);
      owner.changed(true);
    });
    return input;
  }

  draw() {
    const { facet } = this;
    this.low.value = facet.from;
    this.high.value = facet.to;
    this.text.textContent = `${facet.from} – ${facet.to}`;
    this.keep.checked = !facet.knownOnly;
    this.keepCount.textContent = formatNumber(facet.counted.filter((i) => !facet.of[i]).length, 0);
    this.drawBars();
  }

  drawBars() {
    const { facet } = this;
    const width = (facet.high - facet.low + 1) / BARS;
    const bin = (year) => Math.min(BARS - 1, Math.floor((year - facet.low) / width));
    const counts = new Array(BARS).fill(0);
    for (const i of facet.counted) {
      if (!facet.of[i]) continue;
      const [a, b] = facet.of[i].map(bin);
      for (let k = a; k <= b; k += 1) counts[k] += 1;
    }
    const most = Math.max(1, ...counts);
    this.bars.forEach((bar, k) => {
      bar.style.height = `${counts[k] ? Math.max(6, (100 * counts[k]) / most) : 0}%`;
      bar.classList.toggle("bx-in", k >= bin(facet.from) && k <= bin(facet.to));
    });
    const share = (year) => (100 * (year - facet.low)) / Math.max(1, facet.high - facet.low);
    this.node.style.setProperty("--from", `${share(facet.from)}%`);
    this.node.style.setProperty("--to", `${share(facet.to)}%`);
  }
}

export class Facets {
  constructor(owner) {
    this.owner = owner;
    this.sections = owner.filters.facets.map((facet) => {
      const body = facet.kind === "range" ? new RangeFacet(owner, facet) : new ValueFacet(owner, facet);
      const mark = h("span", { class: "bx-mark" });
      const fold = h("details", { class: "bx-facet", "data-facet": facet.id, open: !facet.folded }, h("summary", {}, h("span", {}, facet.title), mark), body.node);
      fold.setAttribute("role", "group");
      fold.setAttribute("aria-label", facet.title);
      return { facet, body, mark, fold };
    });
    this.box = h("div", { class: "bx-facets" }, ...this.sections.map((section) => section.fold));
  }

  draw() {
    for (const { facet, body, mark, fold } of this.sections) {
      body.draw();
      const active = this.owner.filters.isActive(facet);
      mark.textContent = !active ? "" : facet.kind === "range" ? "•" : formatNumber(facet.chosen.size, 0);
      if (active && !fold.dataset.seen) { fold.open = true; fold.dataset.seen = "1"; }
    }
  }

  /** One label per choice that is in force, with what takes it back. */
  chips() {
    const { filters } = this.owner;
    return filters.active().flatMap((facet) => {
      if (facet.kind === "range") {
        const words = `${facet.title} : ${facet.from} – ${facet.to}${facet.knownOnly && facet.unknowns ? `, ${WORDS.only}` : ""}`;
        return [{ words, undo: () => Object.assign(facet, { from: facet.low, to: facet.high, knownOnly: false }) }];
      }
      return [...facet.chosen].map((value) => ({ words: `${facet.title} : ${filters.label(facet, value)}`, undo: () => facet.chosen.delete(value) }));
    });
  }
}
