// The symbols: a shape tells the kind without its colour; a soft disc tells a place known roughly; hollow tells doubt.

import { formatNumber, svg } from "./text.js";

const SHAPES = {
  circle: "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16z",
  square: "M5 5h14v14H5z",
  diamond: "M12 2.6 21.4 12 12 21.4 2.6 12z",
  triangle: "M12 3.4 21.6 20H2.4z",
  pentagon: "M12 3 21 9.6 17.6 20.2H6.4L3 9.6z",
  cross: "M9 3.5h6V9h5.5v6H15v5.5H9V15H3.5V9H9z",
  star: "M12 2.4 14.9 8.7 21.7 9.5 16.6 14.2 18 21 12 17.6 6 21 7.4 14.2 2.3 9.5 9.1 8.7z",
  bar: "M2.5 8.5h19v7h-19z",
};
const DISC = { commune: 19, country: 30 };
const RING = 15.915494309; // radius of a circle of length 100

export function symbol(shape, colour, { doubt = false, size = 20 } = {}) {
  const style = doubt ? `fill: var(--bm-paper); stroke: ${colour}; stroke-width: 3.4` : `fill: ${colour}; stroke: var(--bm-paper); stroke-width: 1.6`;
  return svg(
    "svg",
    { viewBox: "0 0 24 24", width: size, height: size, class: "bx-symbol", "aria-hidden": "true" },
    svg("path", { d: SHAPES[shape] ?? SHAPES.circle, style }),
  );
}

/** The marker of one row, centred on its place. */
export function pin(row, shape, colour) {
  const reach = DISC[row.precision];
  const mark = symbol(shape, colour, { doubt: row.doubt, size: reach ? 15 : 20 });
  if (!reach) return { node: mark, size: 20 };
  const size = 2 * reach;
  const disc = svg("circle", { cx: reach, cy: reach, r: reach - 1.5, class: "bx-disc", style: `fill: ${colour}; stroke: ${colour}` });
  mark.setAttribute("x", reach - 7.5);
  mark.setAttribute("y", reach - 7.5);
  return { node: svg("svg", { viewBox: `0 0 ${size} ${size}`, width: size, height: size, class: "bx-symbol", "aria-hidden": "true" }, disc, mark), size };
}

/** A bubble of several rows: the number, in a ring whose colours have the shares of the kinds. */
export function bubble(counts, colours) {
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const size = Math.round(30 + 6 * Math.log2(total / 2 + 1));
  const arcs = [];
  let start = 0;
  for (const [kind, n] of counts) {
    const share = (100 * n) / total;
    arcs.push(svg("circle", { cx: 20, cy: 20, r: RING, class: "bx-arc", style: `stroke: ${colours(kind)}`, "stroke-dasharray": `${share} ${100 - share}`, "stroke-dashoffset": 25 - start }));
    start += share;
  }
  const text = svg("text", { x: 20, y: 20, class: "bx-number", style: `font-size: ${total > 999 ? 10 : 12.5}px` });
  text.textContent = formatNumber(total, 0);
  const node = svg("svg", { viewBox: "0 0 40 40", width: size, height: size, class: "bx-bubble", "aria-hidden": "true" }, svg("circle", { cx: 20, cy: 20, r: 18.6, class: "bx-core" }), ...arcs, text);
  return { node, size };
}
