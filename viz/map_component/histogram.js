// The histogram of a map, from the values that the map already has: bars of equal width, split by class.

import { TEXT, formatNumber, formatQuantity, h, svg } from "./text.js";

const SIZE = { width: 620, height: 210, left: 40, right: 14, top: 40, bottom: 26 };
const BINS = 28;

/** Count values in bins of equal width; each bin lists its classes, lowest first. */
export function classBins(values, classes, bins = BINS) {
  const known = values.map((value, i) => [value, classes[i]]).filter(([value]) => value !== null);
  const [low, high] = known.reduce(([least, most], [v]) => [Math.min(least, v), Math.max(most, v)], [Infinity, -Infinity]);
  const [from, to, count] = high > low ? [low, high, bins] : [low - 0.5, low + 0.5, 1];
  const step = (to - from) / count;
  const rows = Array.from({ length: count }, (_, i) => ({ from: from + i * step, to: from + (i + 1) * step, total: 0, parts: new Map() }));
  for (const [value, c] of known) {
    const row = rows[Math.min(count - 1, Math.floor((value - from) / step))];
    row.total += 1;
    row.parts.set(c, (row.parts.get(c) ?? 0) + 1);
  }
  return { from, to, rows: rows.map((r) => ({ ...r, parts: [...r.parts].sort() })) };
}

/** Round numbers between two bounds, at most about `wanted` of them. */
export function ticks(from, to, wanted) {
  const rough = (to - from) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough);
  const found = [];
  for (let v = Math.ceil(from / step) * step; v <= to + step * 1e-9; v += step) found.push(Number(v.toPrecision(12)));
  return found;
}

export class MapHistogram {
  constructor(box) {
    this.box = box;
    this.note = h("p", { class: "bm-bar-note", "aria-live": "polite" });
    this.figure = h("div", { class: "bm-bars" });
    this.box.append(this.figure, this.note);
  }

  mark() {}

  update(map) {
    this.map = map;
    this.box.classList.toggle("bm-dark", map.dark);
    this.note.textContent = "";
    const { values, classOf } = map.level.all;
    if (values.every((v) => v === null)) {
      this.figure.replaceChildren(h("p", {}, TEXT.nothing));
      return;
    }
    this.bins = classBins(values, classOf);
    this.highest = Math.max(...this.bins.rows.map((r) => r.total));
    this.figure.replaceChildren(this.draw());
  }

  x(value) {
    const { from, to } = this.bins;
    return SIZE.left + ((value - from) / (to - from)) * (SIZE.width - SIZE.left - SIZE.right);
  }

  y(count) {
    return SIZE.height - SIZE.bottom - (count / this.highest) * (SIZE.height - SIZE.top - SIZE.bottom);
  }

  draw() {
    const { data, level } = this.map;
    const picture = svg("svg", { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img", "aria-label": `${TEXT.histogram} : ${data.title}, ${level.words.subtitle}` });
    picture.append(...this.axis(), ...this.bins.rows.flatMap((row) => this.bar(row)), ...this.marks());
    return picture;
  }

  /** What is counted. */
  words() {
    return TEXT.areas[this.map.level.words.scale];
  }

  axis() {
    const { decimals } = this.map.data;
    const base = this.y(0);
    const lines = ticks(0, this.highest, 3).filter((v) => Number.isInteger(v)).flatMap((v) => [
      svg("line", { class: "bm-grid", x1: SIZE.left, x2: SIZE.width - SIZE.right, y1: this.y(v), y2: this.y(v) }),
      svg("text", { class: "bm-tick", x: SIZE.left - 7, y: this.y(v) + 4, "text-anchor": "end" }, formatNumber(v, 0)),
    ]);
    const numbers = ticks(this.bins.from, this.bins.to, 6).map((v) => svg(
      "text",
      { class: "bm-tick", x: this.x(v), y: base + 17, "text-anchor": "middle" },
      formatNumber(v, Number.isInteger(v) && Math.abs(v) >= 1 ? 0 : decimals),
    ));
    return [...lines, svg("text", { class: "bm-tick", x: 0, y: 12 }, this.words().title), ...numbers];
  }

  bar(row) {
    if (!row.total) return [];
    const set = this.map.styles();
    let below = 0;
    const said = `${TEXT.from} ${formatNumber(row.from, this.map.data.decimals)} ${TEXT.to} ${formatNumber(row.to, this.map.data.decimals)} : ${formatNumber(row.total, 0)} ${row.total > 1 ? this.words().many : this.words().one}`;
    return row.parts.map(([c, count]) => {
      const part = svg("rect", {
        class: "bm-bar", "data-class": c, x: this.x(row.from) + 0.5, width: Math.max(1, this.x(row.to) - this.x(row.from) - 1),
        y: this.y(below + count), height: this.y(below) - this.y(below + count), fill: set.classes[c],
      }, svg("title", {}, said));
      below += count;
      part.addEventListener("mouseenter", () => { this.note.textContent = said; this.map.paint(c); });
      part.addEventListener("mouseleave", () => { this.note.textContent = ""; this.map.paint(); });
      return part;
    });
  }

  /** The whole perimeter, then the chosen commune, as labelled lines. */
  marks() {
    const { data, geometry, values } = this.map;
    const chosen = geometry.indexOf(data.selected);
    const marks = [];
    if (data.whole !== null) marks.push({ value: data.whole, label: `${TEXT.whole} : ${formatQuantity(data.whole, data.unit.startsWith("%") ? "%" : "", data.decimals)}`, kind: "whole" });
    if (chosen >= 0 && values[chosen] !== null) marks.push({ value: values[chosen], label: geometry.features[chosen].name, kind: "chosen" });
    return marks.flatMap(({ value, label, kind }, i) => {
      const x = Math.min(SIZE.width - SIZE.right, Math.max(SIZE.left, this.x(value)));
      const y = 14 + 16 * i;
      const right = x > SIZE.width * 0.62;
      return [
        svg("line", { class: `bm-rule bm-rule-${kind}`, x1: x, x2: x, y1: y - 8, y2: this.y(0) }),
        svg("text", { class: `bm-rule-text bm-rule-${kind}`, x: x + (right ? -6 : 6), y: y + 2, "text-anchor": right ? "end" : "start" }, label),
      ];
    });
  }
}
