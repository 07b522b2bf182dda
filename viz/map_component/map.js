// One Leaflet map that stays alive in the page: Streamlit sends classes and values, never geometry.
// Entry point: mount(component), called by Streamlit at each rerun; the map is built once per element.

import { France } from "./france.js";
import { darkTheme, hint, isTouch, loadLeaflet, mapOptions, toggleFullScreen, toolButton } from "./furniture.js";
import { Geometry, loadPart, readyPart } from "./geometry.js";
import { Gestures } from "./gestures.js";
import { MapHistogram } from "./histogram.js";
import { Legend } from "./legend.js";
import { Level } from "./level.js";
import { PointLayers } from "./points.js";
import { MapTable } from "./table.js";
import { TEXT, classPhrase, formatQuantity, h } from "./text.js";
import { Towns } from "./towns.js";

const STATUS = { s: TEXT.secret, n: TEXT.notAvailable, "-": TEXT.outside };
const FLAGS = { e: TEXT.estimated, a: TEXT.approximate, p: TEXT.partial };
const PANES = { land: 390, areas: 400, lines: 420, symbols: 430, points: 440, labels: 460 };
const LEAST_ZOOM = { local: 6, national: 4.5 };
const CHOSEN_ZOOM = 10.5; // near enough to see a commune and its neighbours
const VIEWS = new Map(); // key -> {center, zoom, fit, selected}: position survives a change of page
const INSTANCES = new WeakMap();
const MAPS = new Map(); // key -> BassinMap on the page
const COMPANIONS = new Map(); // key -> tables and histograms that show the values of that map

const SHELLS = new Map();

/** What never changes while the app runs: Leaflet, colours of lines and missing values, point layers. */
function loadShell(url) {
  if (!SHELLS.has(url)) {
    SHELLS.set(url, fetch(url).then((r) => r.json()).then(async (shell) => [await loadLeaflet(shell.urls), shell]));
  }
  return SHELLS.get(url);
}

function hatch(ink, paper) {
  const tile = h("canvas", { width: 6, height: 6 });
  const ctx = tile.getContext("2d");
  ctx.fillStyle = paper;
  ctx.fillRect(0, 0, 6, 6);
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1.3;
  ctx.beginPath();
  for (const d of [-6, 0, 6]) {
    ctx.moveTo(d - 1, 7);
    ctx.lineTo(d + 7, -1);
  }
  ctx.stroke();
  return ctx.createPattern(tile, "repeat");
}

class BassinMap {
  constructor(L, component, shell) {
    this.L = L;
    this.shell = shell;
    this.data = component.data;
    this.version = 0;
    this.hovered = -1;
    this.pinnedClass = null;
    this.mains = new Map(); // files of a geometry -> its areas on the map
    this.buildDom(component.parentElement);
    this.buildMap();
    this.towns = new Towns(this);
    this.gestures = new Gestures(this);
    this.listen();
  }

  get geometry() { return this.level.geometry; }

  get classOf() { return this.level.classOf; }

  get values() { return this.level.values; }

  get flagOf() { return this.level.flagOf; }

  // ---------------------------------------------------------------- structure
  buildDom(parent) {
    this.status = h("div", { class: "bm-live", role: "status", "aria-live": "polite" });
    this.canvasBox = h("div", { class: "bm-leaflet", tabindex: 0, role: "application" });
    this.tip = h("div", { class: "bm-tip", hidden: true });
    this.notice = h("div", { class: "bm-notice", hidden: true });
    this.bringing = h("div", { class: "bm-bringing", role: "status", hidden: true });
    this.scaleNote = h("div", { class: "bm-scale-note", hidden: true });
    this.tools = h("div", { class: "bm-tools" });
    this.points = new PointLayers(this);
    this.legend = new Legend(this);
    this.keys = h("p", { class: "bm-keys" }, TEXT.keyboard);
    this.stage = h("div", { class: "bm-stage" }, this.canvasBox, this.tools, this.scaleNote, this.points.box, this.tip, this.bringing, this.notice);
    this.view = h("div", { class: "bm-view" }, this.stage);
    this.root = h(
      "section",
      { class: "bm-map", "data-key": this.data.key },
      h("div", { class: "bm-main" }, this.view, this.legend.box),
      this.keys,
      this.status,
    );
    parent.replaceChildren(this.root);
    this.addTool("plus", TEXT.zoomIn, () => this.map.zoomIn(0.5));
    this.addTool("minus", TEXT.zoomOut, () => this.map.zoomOut(0.5));
    this.addTool("fit", TEXT.fit, () => this.fit(true));
    this.addTool("layers", TEXT.layers, () => this.points.toggleBox());
    this.addTool("full", TEXT.fullScreen, () => this.toggleFullScreen());
  }

  addTool(name, title, action) {
    this.tools.append(toolButton(name, title, action));
  }

  buildMap() {
    const { L } = this;
    const touch = isTouch();
    this.map = L.map(this.canvasBox, mapOptions(LEAST_ZOOM.local));
    L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 120 }).addTo(this.map);
    this.attribution = L.control.attribution({ prefix: false, position: "bottomright" }).addTo(this.map);
    this.renderers = {};
    for (const [name, z] of Object.entries(PANES)) {
      const pane = this.map.createPane(name);
      pane.style.zIndex = z;
      pane.style.pointerEvents = "none";
      if (name !== "labels") this.renderers[name] = L.canvas({ pane: name, padding: 0.4 }).addTo(this.map);
    }
    this.map.setView([50.45, 2.9], 9);
    this.touch = touch;
    if (touch) this.canvasBox.classList.add("bm-touch");
    const line = { renderer: this.renderers.lines, pane: "lines", interactive: false, smoothFactor: 0, noClip: true, fill: false };
    this.lines = { hover: L.polygon([], line).addTo(this.map), selected: L.polygon([], line).addTo(this.map) };
    this.spot = L.circleMarker([0, 0], { renderer: this.renderers.points, pane: "points", interactive: false, radius: 7, weight: 3, fillOpacity: 0 });
  }

  // ---------------------------------------------------------------- data in
  /** Show a message at once, or as soon as the files that it needs have come; the former map stays until then. */
  update(component) {
    this.latest = component;
    const { national, level } = component.data;
    const files = [...level.geometry, ...(national ? [national.land] : [])].filter((url) => !readyPart(url));
    const waits = [...files.map(loadPart), ...(national && this.france ? this.france.missing(national) : [])];
    if (!waits.length) return this.apply(component);
    if (files.length) this.bring(TEXT.loading);
    return Promise.all(waits)
      .then(() => this.latest === component && this.apply(component))
      .catch((error) => { console.error(error); this.hint(TEXT.layerFailed); });
  }

  /** The areas first, then what stands around them: reading styles and sizes here would delay the colours. */
  apply(component) {
    this.applying = true;
    this.bring("");
    this.data = component.data;
    this.send = component.setTriggerValue;
    this.dark ??= darkTheme(this.root);
    this.root.dataset.title = this.data.title;
    this.canvasBox.setAttribute("aria-label", `${TEXT.map} : ${this.data.title}`);
    this.points.read(this.data.shown);
    this.pinnedClass = null;
    this.main = this.mainLevel();
    this.main.read(this.data.level);
    this.setNational();
    this.setHeight();
    this.fit(false);
    if (!this.data.national) this.map.setMinZoom(LEAST_ZOOM.local);
    this.setLevel(this.wantedLevel());
    this.applying = false;
    this.drawLevel();
    this.showSelected();
    this.points.sync();
    this.points.syncBackground();
    cancelAnimationFrame(this.rest);
    this.rest = requestAnimationFrame(() => this.updateRest());
    this.follow();
  }

  updateRest() {
    const dark = darkTheme(this.root);
    this.root.classList.toggle("bm-dark", dark);
    if (dark !== this.dark) {
      this.dark = dark;
      this.paint();
      this.legend.draw();
      this.points.sync();
    }
    this.tellCompanions();
  }

  /** The areas of the files of a message, put on the map once. */
  mainLevel() {
    const { geometry } = this.data.level;
    const key = geometry.join(" ");
    if (!this.mains.has(key)) this.mains.set(key, new Level(this, new Geometry(geometry.map(readyPart))));
    return this.mains.get(key);
  }

  setNational() {
    const { national } = this.data;
    if (national && !this.france) {
      this.france = new France(this, readyPart(national.land));
      this.view.prepend(this.france.places);
    }
    if (!national) this.france?.hide();
    if (national) this.map.setMinZoom(LEAST_ZOOM.national);
  }

  setHeight() {
    if (this.height === this.data.height) return;
    this.height = this.data.height;
    this.root.style.setProperty("--bm-height", `${this.height}px`);
  }

  // ---------------------------------------------------------------- the level on screen
  wantedLevel() {
    return this.data.national ? this.france.wanted(this.data.national) : this.main;
  }

  /** Show one level alone: its areas, its legend, its words. */
  setLevel(level) {
    if (this.level === level) return false;
    this.level?.show(false);
    this.level = level;
    this.hover(-1);
    this.gestures.focused = -1;
    this.pinnedClass = null;
    level.show(true);
    this.root.dataset.level = level.words.scale;
    return true;
  }

  /** Draw all that depends on the level: colours, borders, circles, names, legend. */
  drawLevel() {
    const national = Boolean(this.data.national);
    this.drawnRuns = this.runsOnMap();
    this.level.drawBorders(this.data.perimeter.id, national);
    this.level.drawSymbols();
    this.paint();
    this.legend.draw();
    const broad = this.level.words.scale === "epci";
    this.towns.show(broad ? this.france.towns : this.level.geometry.byRank, national);
    this.showSelection();
    this.writeScale();
  }

  /** Follow the reader over France: the level of the zoom, the communes of the départements in view. */
  follow() {
    if (this.applying || !this.data.national?.detail || !this.level) return;
    if (this.france.isNear(this.data.national)) this.france.bring();
    const wanted = this.wantedLevel();
    const changed = this.setLevel(wanted);
    if (changed || this.runsOnMap() !== this.drawnRuns) {
      this.drawLevel();
      this.tellCompanions();
    }
    if (changed) this.status.textContent = this.scaleNote.textContent;
    this.bring(this.france.notice());
  }

  runsOnMap() {
    return this.level.runs.map((run) => `${run.first}${run.on}`).join();
  }

  /** Say what the areas on screen are, where there are two kinds. */
  writeScale() {
    const two = Boolean(this.data.national?.detail);
    this.scaleNote.hidden = !two;
    const [what, more] = TEXT.scaleNote[this.level.words.scale];
    this.scaleNote.replaceChildren(what, h("span", { class: "bm-more" }, more));
    this.root.dataset.parts = this.level.runs.filter((run) => run.on).length;
  }

  bring(text) {
    this.bringing.textContent = text;
    this.bringing.hidden = !text;
  }

  styles() {
    const theme = this.dark ? "dark" : "light";
    const set = { ...this.shell.colours[theme], classes: this.level.words.colours[theme] };
    if (theme !== this.styleKey) {
      this.styleKey = theme;
      this.fills = { s: hatch(set.secret[0], set.secret[1]), n: set.notAvailable, "-": set.outside };
    }
    return set;
  }

  /** Tables and histograms that other elements of the page show for this map. */
  tellCompanions() {
    this.companions().forEach((companion) => companion.update(this));
  }

  companions() {
    return [...(COMPANIONS.get(this.data.key) ?? [])];
  }

  /** Recolour every area. `highlight` shows one class alone. */
  paint(highlight = this.pinnedClass) {
    const set = this.styles();
    this.level.paint(set, this.fills, highlight);
    if (this.data.national) this.france.paint(set);
    this.lines.hover.setStyle({ color: set.hover, weight: 2.5 }).bringToFront();
    this.lines.selected.setStyle({ color: set.selected, weight: 3.5 }).bringToFront();
    this.spot.setStyle({ color: set.selected });
    this.redrawAreas();
  }

  /** Draw every area now, in one pass, rather than in the next frame. */
  redrawAreas() {
    const renderer = this.renderers.areas;
    renderer._redrawBounds = this.L.bounds(renderer._bounds.min, renderer._bounds.max);
    this.L.Util.cancelAnimFrame(renderer._redrawRequest);
    renderer._redraw();
    cancelAnimationFrame(this.pending);
    this.pending = requestAnimationFrame(() => {
      this.version += 1;
      this.root.dataset.version = this.version;
      this.root.dataset.ready = "1";
    });
  }

  /** Move to the perimeter when it changed or when asked; a change of indicator keeps the view. */
  fit(asked) {
    const saved = VIEWS.get(this.data.key);
    const { bounds } = this.data.perimeter;
    const id = this.place();
    if (!asked && this.placed === id) return;
    this.map.invalidateSize({ pan: false });
    if (!asked && saved && saved.fit === id) {
      if (!this.placed) this.map.setView(saved.center, saved.zoom, { animate: false });
      this.shownSelected ??= saved.selected;
    } else {
      this.map.fitBounds(bounds, { padding: [14, 14], animate: asked });
    }
    this.placed = id;
    this.remember();
  }

  /** What the map moves for: the perimeter, unless it says otherwise. */
  place() {
    return this.data.perimeter.place ?? this.data.perimeter.id;
  }

  remember() {
    VIEWS.set(this.data.key, { center: this.map.getCenter(), zoom: this.map.getZoom(), fit: this.place(), selected: this.data.selected });
  }

  // ---------------------------------------------------------------- reading one area
  describe(i) {
    const { data, level } = this;
    const f = this.geometry.features[i];
    const c = this.classOf[i];
    const lines = [h("strong", {}, f.name)];
    if (this.values[i] !== null) {
      lines.push(h("span", { class: "bm-tip-value" }, formatQuantity(this.values[i], data.unit, data.decimals)));
      lines.push(h("span", { class: "bm-tip-class" }, data.categories ? level.words.legend[c] : classPhrase(Number(c), level.words.legend)));
      const flag = this.flagOf[i] === "f" ? data.fragile || TEXT.fragile : FLAGS[this.flagOf[i]];
      if (flag) lines.push(h("em", {}, flag));
    } else {
      lines.push(h("span", { class: "bm-tip-value" }, STATUS[c]));
    }
    lines.push(h("span", { class: "bm-tip-epci" }, f.epciName));
    if (level.words.scale === "epci" && data.national.detail) lines.push(h("span", { class: "bm-tip-epci" }, TEXT.enter));
    return lines;
  }

  hover(i, point) {
    if (i !== this.hovered) {
      this.hovered = i;
      this.lines.hover.setLatLngs(i < 0 ? [] : this.geometry.features[i].rings);
      this.companions().forEach((companion) => companion.mark(i));
      if (i >= 0) this.tip.replaceChildren(...this.describe(i));
    }
    this.tip.hidden = i < 0;
    if (i >= 0) this.placeTip(point ?? this.map.latLngToContainerPoint(this.geometry.features[i].point));
  }

  /** Show lines beside a point of the map; no line hides them. */
  tell(lines, point) {
    this.tip.hidden = !lines.length;
    if (!lines.length) return;
    this.tip.replaceChildren(...lines);
    this.placeTip(point);
  }

  placeTip(point) {
    const { offsetWidth: w, offsetHeight: t } = this.tip;
    const size = this.map.getSize();
    const x = point.x + 16 + w > size.x ? Math.max(4, point.x - w - 12) : point.x + 16;
    const y = Math.min(Math.max(4, point.y - t / 2), Math.max(4, size.y - t - 4));
    this.tip.style.transform = `translate(${x}px, ${y}px)`;
  }

  /** Choose a commune; an EPCI opens on its communes. */
  select(i) {
    if (i < 0) return;
    if (this.level.words.scale === "epci") {
      this.enter(this.geometry.features[i]);
      return;
    }
    this.lines.selected.setLatLngs(this.geometry.features[i].rings);
    this.send("clicked", this.geometry.features[i].code);
  }

  enter({ box: [s, w, n, e] }) {
    const bounds = this.L.latLngBounds([s, w], [n, e]);
    const zoom = Math.max(this.map.getBoundsZoom(bounds, false, this.L.point(40, 40)), this.data.national.detail?.zoom ?? 0);
    this.map.setView(bounds.getCenter(), Math.min(zoom, CHOSEN_ZOOM));
  }

  /** Outline the chosen commune, or mark its place when its outline is not on the map. */
  showSelection() {
    const i = this.geometry.indexOf(this.data.selected);
    const on = i >= 0 && this.level.isOn(i);
    this.lines.selected.setLatLngs(on ? this.geometry.features[i].rings : []);
    const at = this.data.national?.chosenAt;
    if (at && !on) this.spot.setLatLng(at).addTo(this.map);
    else this.spot.remove();
    return on ? this.geometry.features[i].point : at;
  }

  /** Move to a commune that was just chosen and is out of sight. */
  showSelected() {
    const at = this.showSelection();
    const isNew = this.data.selected !== this.shownSelected && this.placed !== undefined;
    this.shownSelected = this.data.selected;
    if (!at || !isNew) return;
    const hidden = !this.map.getBounds().contains(at);
    const detail = this.data.national?.detail;
    if (detail && (hidden || this.map.getZoom() < detail.zoom)) this.map.setView(at, Math.max(CHOSEN_ZOOM, this.map.getZoom()));
    else if (hidden) this.map.panTo(at);
    this.remember();
  }

  // ---------------------------------------------------------------- the reader moves
  listen() {
    const { map } = this;
    map.on("moveend zoomend", () => this.applying || this.remember());
    map.on("moveend", () => this.follow());
    map.on("zoomend", () => {
      this.level?.sizeSymbols();
      this.legend.drawSizes();
      if (this.level && this.data.national) this.paint();
    });
    this.resizer = new ResizeObserver(() => map.invalidateSize({ pan: false }));
    this.resizer.observe(this.stage);
    document.addEventListener("fullscreenchange", this.onFull = () => setTimeout(() => this.fit(true), 80));
  }

  hint(text) {
    hint(this, text);
  }

  toggleFullScreen() {
    toggleFullScreen(this.root);
    if (!this.root.requestFullscreen) this.fit(true);
  }

  destroy() {
    this.resizer.disconnect();
    document.removeEventListener("fullscreenchange", this.onFull);
    this.map.remove();
    if (MAPS.get(this.data.key) === this) {
      MAPS.delete(this.data.key);
      delete window.bmMaps[this.data.key];
    }
  }

  // ---------------------------------------------------------------- for tests and curious students
  inspect() {
    const place = (code) => this.geometry.features[this.geometry.indexOf(code)];
    return {
      view: () => ({ ...this.map.getCenter(), zoom: this.map.getZoom() }),
      go: (lat, lng, zoom) => { this.map.setView([lat, lng], zoom, { animate: false }); },
      codes: () => this.geometry.features.filter((f) => this.level.isOn(f.index)).map((f) => f.code),
      classOf: (code) => this.classOf[place(code).index],
      pointOf: (code) => {
        const box = this.canvasBox.getBoundingClientRect();
        const p = this.map.latLngToContainerPoint(place(code).point);
        return { x: box.x + p.x, y: box.y + p.y };
      },
      colourAt: (code) => this.pixel(place(code).point),
      towns: () => [...this.map.getPane("labels").children].map((n) => n.textContent),
    };
  }

  pixel(latlng) {
    const renderer = this.renderers.areas;
    const ratio = renderer._container.width / renderer._container.clientWidth;
    const p = this.map.latLngToLayerPoint(latlng).subtract(renderer._bounds.min).multiplyBy(ratio).round();
    return Array.from(renderer._ctx.getImageData(p.x, p.y, 1, 1).data);
  }
}

/** Called by Streamlit with each new payload; returns the clean-up of the element. */
export function mount(component) {
  const { parentElement, data } = component;
  let entry = INSTANCES.get(parentElement);
  if (!entry) {
    entry = { map: null, latest: component };
    INSTANCES.set(parentElement, entry);
    if (!parentElement.firstChild) parentElement.append(h("div", { class: "bm-loading" }, TEXT.loading));
    const files = [...data.level.geometry, ...(data.national ? [data.national.land] : [])];
    Promise.all([loadShell(data.shell), ...files.map(loadPart)]).then(([[L, shell]]) => {
      if (entry.left) return; // the reader went to another page before the files came
      entry.map = new BassinMap(L, entry.latest, shell);
      MAPS.set(data.key, entry.map);
      window.bmMaps = window.bmMaps || {};
      window.bmMaps[data.key] = entry.map.inspect();
      entry.map.update(entry.latest);
    }).catch((error) => {
      console.error(error);
      parentElement.replaceChildren(h("p", { class: "bm-loading" }, TEXT.failed));
    });
  } else {
    entry.latest = component;
    if (entry.map) entry.map.update(component);
  }
  return () => {
    entry.left = true;
    entry.map?.destroy();
  };
}

function mountCompanion(component, name, make) {
  const { parentElement, data } = component;
  let companion = INSTANCES.get(parentElement);
  if (!companion) {
    const box = h("div", { class: `bm-map ${name}`, "data-of": data.of });
    parentElement.replaceChildren(box);
    companion = make(box, () => MAPS.get(data.of));
    INSTANCES.set(parentElement, companion);
  }
  if (!COMPANIONS.has(data.of)) COMPANIONS.set(data.of, new Set());
  COMPANIONS.get(data.of).add(companion);
  const map = MAPS.get(data.of);
  if (map && companion.map !== map) companion.update(map);
  return () => COMPANIONS.get(data.of).delete(companion);
}

/** The table of a map, anywhere on the page: it has no data of its own. */
export function mountTable(component) {
  return mountCompanion(component, "bm-table", (box, owner) => new MapTable(box, owner));
}

/** The histogram of a map, likewise. */
export function mountHistogram(component) {
  return mountCompanion(component, "bm-histogram", (box) => new MapHistogram(box));
}

export { mountFinder } from "./finder.js";
