// One set of areas on the map: all of a perimeter, all EPCI, or the communes of the départements that have come.

import { countClasses, readMessage } from "./values.js";

const CIRCLE = { radius: 30, growth: 1.35, zoom: { commune: 9.5, epci: 6 } };
const EDGE = { weight: 0.6, fine: 0.35, zoom: 8.25 }; // from far, edges would hide the colours between them
const LARGEST_CIRCLE = 500000; // among the communes of France, Paris would leave nothing of the others

export class Level {
  constructor(owner, geometry) {
    this.owner = owner;
    this.geometry = geometry;
    this.areas = [];
    this.runs = []; // areas that come and go together: {first, end, on}
    this.symbols = [];
    this.visible = false;
    const { L, renderers } = owner;
    this.style = { renderer: renderers.areas, pane: "areas", interactive: false, smoothFactor: 0, noClip: true };
    this.line = { renderer: renderers.lines, pane: "lines", interactive: false, smoothFactor: 0, noClip: true, fill: false };
    this.lines = { halo: L.polyline([], this.line), epci: L.polyline([], this.line), departement: L.polyline([], this.line), perimeter: L.polyline([], this.line) };
    if (geometry.features.length) this.grow({ first: 0, end: geometry.features.length });
  }

  /** Take in areas that were added to the geometry. */
  grow({ first, end }) {
    const { L } = this.owner;
    for (let i = first; i < end; i += 1) this.areas[i] = L.polygon(this.geometry.features[i].rings, { ...this.style, weight: 0.6, fillOpacity: 1 });
    const run = { first, end, on: false };
    this.runs.push(run);
    this.bordersAreOld = true;
    this.switch(run, true);
    return run;
  }

  /** Put areas on the map, or take them off: what is far away costs time at each zoom. */
  switch(run, on) {
    if (run.on === on) return;
    run.on = on;
    if (this.visible) this.place(run);
  }

  place({ first, end, on }) {
    const { map } = this.owner;
    for (let i = first; i < end; i += 1) {
      if (this.visible && on) this.areas[i].addTo(map);
      else this.areas[i].remove();
    }
  }

  show(visible) {
    if (this.visible === visible) return;
    this.visible = visible;
    const { map } = this.owner;
    this.runs.filter((run) => run.on).forEach((run) => this.place(run));
    Object.values(this.lines).forEach((line) => (visible ? line.addTo(map) : line.remove()));
    if (!visible) this.clearSymbols();
  }

  at(latlng) {
    return this.geometry.at(latlng);
  }

  isOn(i) {
    return this.runs.some((run) => run.on && i >= run.first && i < run.end);
  }

  /** Take in a message about all areas. */
  read(message) {
    this.words = message;
    Object.assign(this, readMessage(message));
    this.all = { classOf: this.classOf, values: this.values };
    this.counts = countClasses(this.classOf);
  }

  drawBorders(perimeter, national) {
    const inside = Array.from(this.classOf, (c) => c !== "-");
    if (this.bordersAreOld && this.words.scale === "commune") {
      this.lines.epci.setLatLngs(this.geometry.borders((f) => f.epci));
      this.lines.departement.setLatLngs(this.geometry.borders((f) => f.departement));
    }
    if (this.bordersAreOld || this.perimeter !== perimeter) {
      const none = national ? perimeter === "france" : inside.every(Boolean);
      const border = none ? [] : this.geometry.borders((f) => inside[f.index]);
      this.lines.perimeter.setLatLngs(border);
      this.lines.halo.setLatLngs(border);
    }
    this.bordersAreOld = false;
    this.perimeter = perimeter;
  }

  /** Recolour every area. `highlight` shows one class alone. */
  paint(set, fills, highlight) {
    const { data, map } = this.owner;
    const bare = data.symbols;
    const weight = data.national && map.getZoom() < EDGE.zoom ? EDGE.fine : EDGE.weight;
    this.areas.forEach((area, i) => {
      const c = this.classOf[i];
      area.options.fillColor = bare && !(c in fills) ? set.ground : (fills[c] ?? set.classes[c]);
      area.options.fillOpacity = highlight !== null && c !== highlight ? 0.12 : 1;
      area.options.weight = weight;
      area.options.color = c === "-" ? set.outsideEdge : set.edge;
    });
    for (const circle of this.symbols) {
      const c = this.classOf[circle.index];
      circle.setStyle({ fillColor: set.classes[c], color: set.perimeter, fillOpacity: highlight !== null && c !== highlight ? 0.12 : 0.9 });
    }
    const dash = data.national ? { weight: 1.3, dashArray: null } : { weight: 1.8, dashArray: "6 4" };
    this.lines.epci.setStyle({ color: set.epci, weight: 1, opacity: 0.75 });
    this.lines.departement.setStyle({ color: set.departement, opacity: 0.9, ...dash });
    this.lines.halo.setStyle({ color: set.halo, weight: 5, opacity: 0.7 });
    this.lines.perimeter.setStyle({ color: set.perimeter, weight: 2.2, opacity: 1 });
  }

  /** Counts are shown by the size of a circle: the colour of a large, empty commune would mislead. */
  drawSymbols() {
    this.clearSymbols();
    const { L, map, renderers, data } = this.owner;
    if (!data.symbols) return;
    const greatest = this.all.values.reduce((most, value) => Math.max(most, value ?? 0), 0);
    this.largest = this.all.values === this.values ? greatest : Math.min(greatest, LARGEST_CIRCLE);
    const shown = this.geometry.features.filter((f) => this.values[f.index] > 0 && this.isOn(f.index));
    shown.sort((a, b) => this.values[b.index] - this.values[a.index]);
    this.symbols = shown.map((f) => {
      const circle = L.circleMarker(f.point, { renderer: renderers.symbols, pane: "symbols", interactive: false, weight: 0.7, radius: 1 });
      circle.index = f.index;
      return circle.addTo(map);
    });
    this.sizeSymbols();
  }

  clearSymbols() {
    this.symbols.forEach((circle) => circle.remove());
    this.symbols = [];
  }

  /** Area in proportion to the value; the largest circle grows with the zoom. */
  radius(value) {
    const zoom = this.owner.map.getZoom() - CIRCLE.zoom[this.words.scale];
    return Math.max(1.2, Math.sqrt(value / this.largest) * CIRCLE.radius * CIRCLE.growth ** zoom);
  }

  sizeSymbols() {
    for (const circle of this.symbols) circle.setRadius(this.radius(this.values[circle.index]));
  }

  /** Three round values for the legend of the circles. */
  sizes() {
    const power = 10 ** Math.floor(Math.log10(this.largest));
    const top = Math.max(1, Math.floor(this.largest / power)) * power;
    return [top, top / 4, top / 20].filter((v) => v >= 1).map(Math.round);
  }
}
