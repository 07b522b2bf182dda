// What lies under the points: areas, names, circles of the real surface, official outlines when they are loaded.

import { WORDS } from "./explorer_text.js";
import { Geometry, loadPart } from "./geometry.js";
import { formatNumber, h } from "./text.js";
import { Towns } from "./towns.js";

const STEP = 1e5; // whole numbers of the file to degrees

/** Positions are differences in whole steps, latitude then longitude. */
function decode(line) {
  let lat = 0;
  let lng = 0;
  return line.map(([a, b]) => {
    lat += a;
    lng += b;
    return [lat / STEP, lng / STEP];
  });
}

export class Ground {
  constructor(owner) {
    this.owner = owner;
    const { L, map } = owner;
    this.renderer = {};
    for (const [name, z] of Object.entries({ ground: 390, outlines: 400, surfaces: 410, labels: 460 })) {
      map.createPane(name).style.zIndex = z;
      map.getPane(name).style.pointerEvents = "none";
      if (name !== "labels") this.renderer[name] = L.canvas({ pane: name, padding: 0.4 }).addTo(map);
    }
    this.areas = [];
    this.lines = [];
    this.outlines = [];
    this.towns = new Towns(owner);
  }

  style(pane, more) {
    return { renderer: this.renderer[pane], pane, interactive: false, smoothFactor: 0.6, ...more };
  }

  async load() {
    const { ground } = this.owner.shell;
    const parts = await Promise.all(ground.areas.map(loadPart));
    const geometry = new Geometry(parts);
    const { L, map } = this.owner;
    this.areas = geometry.features.map((f) => L.polygon(f.rings, this.style("ground", { noClip: true, fillOpacity: 1, weight: 0.6 })).addTo(map));
    const inside = new Set(ground.outline);
    if (inside.size) this.lines = [L.polyline(geometry.borders((f) => inside.has(f.code)), this.style("ground", { fill: false, weight: 2 })).addTo(map)];
    const towns = parts.flatMap((part) => part.attributes.towns ?? []).map(([name, lat, lng]) => ({ name, point: [lat, lng] }));
    if (ground.names === "areas") this.towns.show(geometry.byRank, false);
    if (ground.names === "towns") this.towns.show(towns, true);
    this.paint();
  }

  paint() {
    const colour = (name) => getComputedStyle(this.owner.root).getPropertyValue(name).trim();
    const ground = { fillColor: colour("--bx-ground"), color: colour("--bx-edge") };
    this.areas.forEach((area) => area.setStyle(ground));
    this.lines.forEach((line) => line.setStyle({ color: colour("--bx-outline") }));
    for (const { layer, shapes } of this.outlines) shapes.forEach((shape) => shape.setStyle({ color: this.owner.tone(layer), fillColor: this.owner.tone(layer) }));
  }

  /** Circles of the surface that rows have, where their outlines are not on the map. */
  surfaces(rows) {
    this.circles?.forEach((circle) => circle.remove());
    const { L, map, shell } = this.owner;
    if (shell.polygons) return;
    this.circles = rows.filter((row) => row.area_ha > 0 && row.lat !== null).map((row) => L.circle([row.lat, row.lon], this.style("surfaces", {
      radius: Math.sqrt((row.area_ha * 1e4) / Math.PI), weight: 1, color: this.owner.toneOf(row.kind), fillColor: this.owner.toneOf(row.kind), fillOpacity: 0.22,
    })).addTo(map));
  }

  async loadOutlines() {
    const { shell, L } = this.owner;
    if (!shell.polygons) return;
    const { layers } = await fetch(shell.polygons).then((r) => r.json());
    this.outlines = layers.map((layer) => ({ layer, shapes: layer.shapes.map((rings) => this.shape(L, layer, rings.map(decode))), on: layer.shown !== false }));
    this.outlines.forEach((outline) => this.place(outline));
    this.paint();
    this.owner.drawLegend();
  }

  shape(L, layer, rings) {
    if (layer.line) return L.polyline(rings, this.style("outlines", { weight: 2.4, dashArray: layer.dash ?? null }));
    return L.polygon(rings, this.style("outlines", { weight: 1.2, dashArray: layer.dash ?? null, fillOpacity: layer.opacity ?? 0.25 }));
  }

  place({ shapes, on }) {
    shapes.forEach((shape) => (on ? shape.addTo(this.owner.map) : shape.remove()));
  }

  /** One box to tick per layer of outlines. */
  choices() {
    return this.outlines.map((outline) => {
      const input = h("input", { type: "checkbox" });
      input.checked = outline.on;
      input.addEventListener("change", () => { outline.on = input.checked; this.place(outline); });
      const swatch = h("span", { class: "bx-swatch" });
      swatch.style.background = this.owner.tone(outline.layer);
      return h("label", { class: "bx-value" }, input, h("span", {}, swatch, outline.layer.title), h("span", { class: "bm-count" }, formatNumber(outline.layer.n, 0)));
    });
  }

  get title() { return WORDS.layers; }
}
