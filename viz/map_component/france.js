// Beyond the Nord and the Pas-de-Calais: départements as ground, and the communes of those in view behind the EPCI.

import { Geometry, loadPart, readyPart } from "./geometry.js";
import { Level } from "./level.js";
import { TEXT, h } from "./text.js";
import { countClasses, loadValues, readFile, readyValues } from "./values.js";

const NEAR = 7; // from this zoom on, lines are as wide as over communes
const FAR = 0.6; // of the map, on each side: communes farther away are taken off

export class France {
  constructor(owner, land) {
    const { L, renderers } = owner;
    this.owner = owner;
    this.land = new Geometry([land]);
    this.attributes = land.attributes;
    const style = { renderer: renderers.land, pane: "land", interactive: false, smoothFactor: 0, noClip: true, weight: 1 };
    this.ground = this.land.features.map((f) => L.polygon(f.rings, style));
    this.lines = L.polyline(this.land.borders((f) => f.code), { renderer: renderers.lines, pane: "lines", interactive: false, smoothFactor: 0, noClip: true, fill: false });
    this.outer = new Set(this.land.owners.filter((areas) => areas.length === 1).map(([i]) => this.land.features[i].code));
    this.communes = new Level(owner, new Geometry());
    this.runs = new Map(); // département -> areas of its communes
    this.loading = new Set();
    this.arrived = [];
    this.places = this.placeButtons();
    this.towns = this.attributes.towns.map(([name, lat, lon]) => ({ name, point: [lat, lon] }));
  }

  // ---------------------------------------------------------------- ground
  /** Show the départements whose communes are not on the map, and the borders of all of them over EPCI.
   * Broad outlines do not quite fit those of communes: those of the interior stay, so that no gap is seen at their
   * edge; those on a coast or a frontier go, or they would show beyond it. */
  paint(set) {
    const { map, level, data } = this.owner;
    const broad = level.words.scale === "epci";
    const drawn = new Set(broad ? [] : this.drawn().filter((code) => this.outer.has(code)));
    this.ground.forEach((area, i) => {
      const shown = !broad && !drawn.has(this.land.features[i].code);
      area.setStyle({ fillColor: set.departement, fillOpacity: 0.07, color: set.departement, opacity: 0.28 });
      if (shown && !map.hasLayer(area)) area.addTo(map);
      if (!shown && map.hasLayer(area)) area.remove();
    });
    this.lines.setStyle({ color: set.departement, weight: map.getZoom() < NEAR ? 0.7 : 1.1, opacity: 0.75 });
    if (broad) this.lines.addTo(map).bringToBack();
    else this.lines.remove();
    this.places.hidden = data.perimeter.id !== "france";
  }

  /** Départements whose communes are on the map. */
  drawn() {
    if (this.owner.level === this.communes) return [...this.runs].filter(([, run]) => run.on).map(([code]) => code);
    return this.owner.geometry.features.map((f) => f.departement);
  }

  hide() {
    this.ground.forEach((area) => area.remove());
    this.lines.remove();
    this.places.hidden = true;
  }

  /** What a place says whose areas are not on the map. */
  describeLand(latlng) {
    const i = this.land.at(latlng);
    if (i < 0) return [];
    const waiting = this.loading.has(this.land.features[i].code);
    return [h("strong", {}, this.land.features[i].name), h("span", { class: "bm-tip-value" }, waiting ? TEXT.coming : TEXT.outside)];
  }

  // ---------------------------------------------------------------- communes behind EPCI
  /** Whether the reader is near enough for the communes of a message, if it has any. */
  isNear({ detail }) {
    return Boolean(detail) && this.owner.map.getZoom() >= detail.zoom;
  }

  /** What must come before a message can be shown as the reader looks at it. */
  missing({ detail }) {
    const here = this.isNear({ detail }) && this.owner.level === this.communes;
    return here && !readyValues(detail.values) ? [loadValues(detail.values)] : [];
  }

  /** The level that the zoom asks for, or the one on screen while values are on their way. */
  wanted({ detail }) {
    const { main } = this.owner;
    if (!this.isNear({ detail })) return main;
    const values = readyValues(detail.values);
    if (!values) {
      loadValues(detail.values).then(() => this.owner.follow()).catch(() => this.owner.hint(TEXT.layerFailed));
      return main;
    }
    if (this.detail !== detail) this.read(detail, values);
    return this.communes;
  }

  read(detail, values) {
    this.detail = detail;
    this.all = readFile(values, detail.breaks);
    this.communes.words = detail;
    this.communes.all = this.all;
    this.communes.counts = countClasses(this.all.classOf);
    this.spread();
  }

  /** Hand the values of France to the communes that have come, in the order in which they came. */
  spread() {
    const parts = [...this.runs.keys()].map((code) => this.attributes.files[this.land.indexOf(code)]);
    const cut = (text) => parts.map(({ offset, n }) => text.slice(offset, offset + n)).join("");
    this.communes.classOf = cut(this.all.classOf);
    this.communes.flagOf = cut(this.all.flagOf);
    this.communes.values = parts.flatMap(({ offset, n }) => this.all.values.slice(offset, offset + n));
  }

  /** Bring the communes of the départements in view, each file once; take off those far away. */
  bring() {
    const view = this.owner.map.getBounds();
    const near = view.pad(FAR);
    this.land.features.forEach(({ code }, i) => {
      const { url, bounds: [s, w, n, e] } = this.attributes.files[i];
      const bounds = this.owner.L.latLngBounds([s, w], [n, e]);
      const run = this.runs.get(code);
      if (run) this.communes.switch(run, near.intersects(bounds));
      else if (view.intersects(bounds)) this.fetch(code, url);
    });
  }

  fetch(code, url) {
    const part = readyPart(url);
    if (part) return this.add(code, part);
    if (this.loading.has(code)) return undefined;
    this.loading.add(code);
    return loadPart(url).then((come) => this.arrive(code, come)).catch(() => {
      this.loading.delete(code);
      this.owner.hint(TEXT.layerFailed);
    });
  }

  /** Files that come together are drawn together. */
  arrive(code, part) {
    this.arrived.push([code, part]);
    if (this.arrived.length > 1) return;
    requestAnimationFrame(() => {
      for (const [come, areas] of this.arrived.splice(0)) {
        this.loading.delete(come);
        this.add(come, areas);
      }
      this.owner.follow();
    });
  }

  add(code, part) {
    if (this.runs.has(code)) return;
    this.runs.set(code, this.communes.grow(this.communes.geometry.add(part)));
    if (this.all) this.spread();
  }

  /** « Chargement des communes de l’Aisne… », or nothing. */
  notice() {
    const titles = [...this.loading].map((code) => this.attributes.titles[this.land.indexOf(code)].replace(/^Département /, ""));
    if (!titles.length) return "";
    return titles.length > 1 ? `${TEXT.bringing} de ${titles.length} départements…` : `${TEXT.bringing} ${titles[0]}…`;
  }

  // ---------------------------------------------------------------- views
  /** Buttons that move the map to Europe or to an overseas département: each stays where it is on Earth. */
  placeButtons() {
    const buttons = this.attributes.places.map(({ name, bounds: [s, w, n, e] }) => {
      const button = h("button", { type: "button" }, name);
      button.addEventListener("click", () => this.owner.map.fitBounds([[s, w], [n, e]], { padding: [14, 14] }));
      return button;
    });
    return h("nav", { class: "bm-places", "aria-label": TEXT.places }, ...buttons);
  }
}
