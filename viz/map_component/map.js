// One Leaflet map that stays alive in the page: Streamlit sends classes and values, never geometry.
// Entry point: mount(component), called by Streamlit at each rerun; the map is built once per element.

import { loadGeometry } from "./geometry.js";
import { MapHistogram } from "./histogram.js";
import { MapTable } from "./table.js";
import { TEXT, classPhrase, formatQuantity, formatNumber, h, svg } from "./text.js";

const STATUS = { s: TEXT.secret, n: TEXT.notAvailable, "-": TEXT.outside };
const ICONS = {
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5M12 9.5v5M9.5 12h5",
  layers: "M12 4 3 9l9 5 9-5zM3 14l9 5 9-5",
  full: "M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5M4 4l6 6M20 4l-6 6M4 20l6-6M20 20l-6-6",
};
const TOWN_GAP = { x: 8, y: 3 };
const VIEWS = new Map(); // key -> {center, zoom, fit}: position survives a change of page
const INSTANCES = new WeakMap();
const MAPS = new Map(); // key -> BassinMap on the page
const COMPANIONS = new Map(); // key -> tables and histograms that show the values of that map

function loadLeaflet(urls) {
  if (!window.bmLeaflet) {
    window.bmLeaflet = new Promise((resolve, reject) => {
      const styled = urls.styles.map((href) => new Promise((done) => { // a map without its style has no height to fit
        document.head.append(Object.assign(h("link", { rel: "stylesheet", href }), { onload: done, onerror: done }));
      }));
      const script = h("script", { src: urls.leaflet });
      script.onload = () => Promise.all(styled).then(() => resolve(window.L));
      script.onerror = () => reject(new Error(urls.leaflet));
      document.head.append(script);
    });
  }
  return window.bmLeaflet;
}

const SHELLS = new Map();

/** What never changes while the app runs: Leaflet, colours of lines and missing values, point layers. */
function loadShell(url) {
  if (!SHELLS.has(url)) {
    SHELLS.set(url, fetch(url).then((r) => r.json()).then(async (shell) => [await loadLeaflet(shell.urls), shell]));
  }
  return SHELLS.get(url);
}

function darkTheme(element) {
  const colour = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const hex = /^#([0-9a-f]{6})/i.exec(colour);
  if (!hex) return window.matchMedia("(prefers-color-scheme: dark)").matches;
  const n = parseInt(hex[1], 16);
  return 0.299 * (n >> 16) + 0.587 * ((n >> 8) & 255) + 0.114 * (n & 255) < 128;
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

function icon(path) {
  return svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: path }));
}

/** Point symbols drawn on the shared canvas: the shape tells the layer without its colour. */
function shapeMarker(L) {
  return L.CircleMarker.extend({
    _updatePath() {
      const renderer = this._renderer;
      if (!renderer._drawing || this._empty()) return;
      const ctx = renderer._ctx;
      const { x, y } = this._point;
      const r = this._radius;
      renderer._layers[this._leaflet_id] = this;
      ctx.beginPath();
      if (this.options.shape === "square") {
        ctx.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
      } else if (this.options.shape === "diamond") {
        ctx.moveTo(x, y - r * 1.25);
        ctx.lineTo(x + r * 1.25, y);
        ctx.lineTo(x, y + r * 1.25);
        ctx.lineTo(x - r * 1.25, y);
        ctx.closePath();
      } else if (this.options.shape === "triangle") {
        ctx.moveTo(x, y - r * 1.2);
        ctx.lineTo(x + r * 1.15, y + r);
        ctx.lineTo(x - r * 1.15, y + r);
        ctx.closePath();
      } else {
        ctx.arc(x, y, r, 0, Math.PI * 2);
      }
      renderer._fillStroke(ctx, this);
    },
  });
}

class BassinMap {
  constructor(L, component, geometry, shell) {
    this.L = L;
    this.shell = shell;
    this.geometry = geometry;
    this.data = component.data;
    this.version = 0;
    this.hovered = -1;
    this.focused = -1;
    this.pinnedClass = null;
    this.pointLayers = new Map();
    this.buildDom(component.parentElement);
    this.buildMap();
    this.buildAreas();
    this.buildTowns();
    this.listen();
  }

  // ---------------------------------------------------------------- structure
  buildDom(parent) {
    this.status = h("div", { class: "bm-live", role: "status", "aria-live": "polite" });
    this.canvasBox = h("div", { class: "bm-leaflet", tabindex: 0, role: "application" });
    this.tip = h("div", { class: "bm-tip", hidden: true });
    this.notice = h("div", { class: "bm-notice", hidden: true });
    this.tools = h("div", { class: "bm-tools" });
    this.layerBox = h("div", { class: "bm-layers", hidden: true });
    this.keys = h("p", { class: "bm-keys" }, TEXT.keyboard);
    this.stage = h("div", { class: "bm-stage" }, this.canvasBox, this.tools, this.layerBox, this.tip, this.notice);
    this.legend = h("aside", { class: "bm-legend", "aria-label": TEXT.legend });
    this.root = h(
      "section",
      { class: "bm-map", "data-key": this.data.key },
      h("div", { class: "bm-main" }, this.stage, this.legend),
      this.keys,
      this.status,
    );
    parent.replaceChildren(this.root);
    this.addTool("plus", TEXT.zoomIn, () => this.map.zoomIn(0.5));
    this.addTool("minus", TEXT.zoomOut, () => this.map.zoomOut(0.5));
    this.addTool("fit", TEXT.fit, () => this.fit(true));
    this.addTool("layers", TEXT.layers, () => this.toggleLayerBox());
    this.addTool("full", TEXT.fullScreen, () => this.toggleFullScreen());
  }

  addTool(name, title, action) {
    const button = h("button", { type: "button", class: `bm-tool bm-tool-${name}`, title, "aria-label": title }, icon(ICONS[name]));
    button.addEventListener("click", action);
    this.tools.append(button);
  }

  buildMap() {
    const { L } = this;
    const touch = window.matchMedia("(pointer: coarse)").matches;
    this.map = L.map(this.canvasBox, {
      zoomControl: false,
      attributionControl: false,
      keyboard: false,
      scrollWheelZoom: false,
      dragging: !touch,
      touchZoom: true,
      zoomSnap: 0.25,
      zoomDelta: 0.5,
      wheelPxPerZoomLevel: 90,
      minZoom: 6,
      maxZoom: 16,
      zoomAnimation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
      markerZoomAnimation: true,
    });
    L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 120 }).addTo(this.map);
    this.attribution = L.control.attribution({ prefix: false, position: "bottomright" }).addTo(this.map);
    for (const [name, z] of [["areas", 400], ["lines", 420], ["symbols", 430], ["points", 440], ["labels", 460]]) {
      const pane = this.map.createPane(name);
      pane.style.zIndex = z;
      pane.style.pointerEvents = "none";
    }
    this.renderers = {
      areas: L.canvas({ pane: "areas", padding: 0.4 }),
      lines: L.canvas({ pane: "lines", padding: 0.4 }),
      symbols: L.canvas({ pane: "symbols", padding: 0.4 }),
      points: L.canvas({ pane: "points", padding: 0.4 }),
    };
    this.map.setView([50.45, 2.9], 9);
    this.touch = touch;
    if (touch) this.canvasBox.classList.add("bm-touch");
  }

  buildAreas() {
    const { L, geometry } = this;
    const options = { renderer: this.renderers.areas, pane: "areas", interactive: false, smoothFactor: 0, noClip: true };
    this.areas = geometry.features.map((f) => L.polygon(f.rings, { ...options, weight: 0.6, fillOpacity: 1 }).addTo(this.map));
    const line = { renderer: this.renderers.lines, pane: "lines", interactive: false, smoothFactor: 0, noClip: true, fill: false };
    this.lines = {
      epci: L.polyline(geometry.borders((f) => f.epci), line).addTo(this.map),
      departement: L.polyline(geometry.borders((f) => f.departement), line).addTo(this.map),
      perimeter: L.polyline([], line).addTo(this.map),
      halo: L.polyline([], line).addTo(this.map),
      hover: L.polygon([], { ...line }).addTo(this.map),
      selected: L.polygon([], { ...line }).addTo(this.map),
    };
    this.lines.halo.bringToBack();
  }

  buildTowns() {
    this.townPane = this.map.getPane("labels");
    this.towns = this.geometry.byRank.slice(0, 400).map((f) => ({ feature: f, node: h("span", { class: "bm-town" }, f.name) }));
    this.map.on("zoomend moveend resize", () => this.placeTowns());
  }

  /** Largest communes first; a name that would touch one already there waits for a closer zoom. */
  placeTowns() {
    const zoom = this.map.getZoom();
    const size = this.map.getSize();
    const limit = Math.round(7 * 1.9 ** (zoom - 7.5) + 6);
    const taken = [];
    this.townPane.replaceChildren();
    for (const { feature, node } of this.towns.slice(0, limit)) {
      const point = this.map.latLngToContainerPoint(feature.point);
      if (point.x < 0 || point.y < 0 || point.x > size.x || point.y > size.y) continue;
      const half = feature.name.length * 3.3 + TOWN_GAP.x;
      const box = [point.x - half, point.y - 8 - TOWN_GAP.y, point.x + half, point.y + 8 + TOWN_GAP.y];
      if (box[0] < 2 || box[2] > size.x - 2) continue;
      if (taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue;
      taken.push(box);
      const at = this.map.latLngToLayerPoint(feature.point);
      node.style.transform = `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)`;
      this.townPane.append(node);
    }
  }

  // ---------------------------------------------------------------- data in
  /** The areas first, then what stands around them: reading styles and sizes here would delay the colours. */
  update(component) {
    this.data = component.data;
    this.send = component.setTriggerValue;
    this.dark ??= darkTheme(this.root);
    this.root.dataset.title = this.data.title;
    this.canvasBox.setAttribute("aria-label", `${TEXT.map} : ${this.data.title}`);
    this.points = this.shell.points.map((layer) => ({ ...layer, on: this.data.shown.includes(layer.id) }));
    this.pinnedClass = null;
    this.readValues();
    this.setHeight();
    this.fit(false);
    this.drawSymbols();
    this.paint();
    this.drawLegend();
    this.showSelected();
    this.syncPoints();
    this.syncBackground();
    cancelAnimationFrame(this.rest);
    this.rest = requestAnimationFrame(() => this.updateRest());
  }

  updateRest() {
    const dark = darkTheme(this.root);
    this.root.classList.toggle("bm-dark", dark);
    if (dark !== this.dark) {
      this.dark = dark;
      this.paint();
      this.drawLegend();
      this.syncPoints();
    }
    this.companions().forEach((companion) => companion.update(this));
  }

  setHeight() {
    if (this.height === this.data.height) return;
    this.height = this.data.height;
    this.root.style.setProperty("--bm-height", `${this.height}px`);
  }

  readValues() {
    const { classes, values, flags } = this.data;
    let next = 0;
    this.classOf = classes;
    this.values = Array.from(classes, (c) => (c >= "0" && c <= "9" ? values[next++] : null));
    this.flagOf = flags || "";
  }

  styles() {
    const theme = this.dark ? "dark" : "light";
    const set = { ...this.shell.colours[theme], classes: this.data.colours[theme] };
    if (theme !== this.styleKey) {
      this.styleKey = theme;
      this.fills = { s: hatch(set.secret[0], set.secret[1]), n: set.notAvailable, "-": set.outside };
    }
    return set;
  }

  /** Tables and histograms that other elements of the page show for this map. */
  companions() {
    return [...(COMPANIONS.get(this.data.key) ?? [])];
  }

  /** Recolour every area. `highlight` shows one class alone. */
  paint(highlight = this.pinnedClass) {
    const set = this.styles();
    this.areas.forEach((area, i) => {
      const c = this.classOf[i];
      const fill = this.fills[c] ?? set.classes[c];
      const faded = highlight !== null && c !== highlight;
      area.options.fillColor = this.data.symbols && !(c in this.fills) ? set.ground : fill;
      area.options.fillOpacity = faded ? 0.12 : 1;
      area.options.color = c === "-" ? set.outsideEdge : set.edge;
    });
    for (const circle of this.symbols) {
      const c = this.classOf[circle.index];
      circle.setStyle({ fillColor: set.classes[c], color: set.perimeter, fillOpacity: highlight !== null && c !== highlight ? 0.12 : 0.9 });
    }
    this.lines.epci.setStyle({ color: set.epci, weight: 1, opacity: 0.75 });
    this.lines.departement.setStyle({ color: set.departement, weight: 1.8, opacity: 0.9, dashArray: "6 4" });
    this.drawPerimeter(set);
    this.lines.hover.setStyle({ color: set.hover, weight: 2.5 });
    this.lines.selected.setStyle({ color: set.selected, weight: 3.5 });
    this.redrawAreas();
  }

  /** Counts are shown by the size of a circle: the colour of a large, empty commune would mislead. */
  drawSymbols() {
    this.symbols?.forEach((circle) => circle.remove());
    this.symbols = [];
    if (!this.data.symbols) return;
    const shown = this.geometry.features.filter((f) => this.values[f.index] > 0);
    this.largest = Math.max(...shown.map((f) => this.values[f.index]));
    shown.sort((a, b) => this.values[b.index] - this.values[a.index]);
    this.symbols = shown.map((f) => {
      const circle = this.L.circleMarker(f.point, { renderer: this.renderers.symbols, pane: "symbols", interactive: false, weight: 0.7, radius: 1 });
      circle.index = f.index;
      return circle.addTo(this.map);
    });
    this.sizeSymbols();
  }

  /** Area in proportion to the value; the largest circle grows with the zoom. */
  radius(value) {
    return Math.max(1.2, Math.sqrt(value / this.largest) * 30 * 1.35 ** (this.map.getZoom() - 9.5));
  }

  sizeSymbols() {
    for (const circle of this.symbols ?? []) circle.setRadius(this.radius(this.values[circle.index]));
    this.drawSizes();
  }

  drawSizes() {
    const box = this.legend.querySelector(".bm-sizes");
    if (!box) return;
    const power = 10 ** Math.floor(Math.log10(this.largest));
    const top = Math.max(1, Math.floor(this.largest / power)) * power;
    const sizes = [top, top / 4, top / 20].filter((v) => v >= 1).map(Math.round);
    box.replaceChildren(...sizes.map((value) => {
      const size = 2 * this.radius(value);
      const disc = h("span", { class: "bm-disc" });
      disc.style.width = disc.style.height = `${size}px`;
      return h("span", { class: "bm-size" }, disc, h("span", {}, formatNumber(value, 0)));
    }));
  }

  /** Draw every area now, in one pass, rather than in the next frame. */
  redrawAreas() {
    const renderer = this.renderers.areas;
    renderer._requestRedraw(this.areas[0]);
    renderer._redrawBounds = renderer._bounds;
    this.L.Util.cancelAnimFrame(renderer._redrawRequest);
    renderer._redraw();
    cancelAnimationFrame(this.pending);
    this.pending = requestAnimationFrame(() => {
      this.version += 1;
      this.root.dataset.version = this.version;
      this.root.dataset.ready = "1";
    });
  }

  drawPerimeter(set) {
    if (this.perimeterKey !== this.data.perimeter.id) {
      this.perimeterKey = this.data.perimeter.id;
      const inside = Array.from(this.classOf, (c) => c !== "-");
      const whole = inside.every(Boolean);
      const border = whole ? [] : this.geometry.borders((f) => inside[f.index]);
      this.lines.perimeter.setLatLngs(border);
      this.lines.halo.setLatLngs(border);
    }
    this.lines.halo.setStyle({ color: set.halo, weight: 5, opacity: 0.7 });
    this.lines.perimeter.setStyle({ color: set.perimeter, weight: 2.2, opacity: 1 });
  }

  /** Move to the perimeter when it changed or when asked; a change of indicator keeps the view. */
  fit(asked) {
    const saved = VIEWS.get(this.data.key);
    const { id, bounds } = this.data.perimeter;
    if (!asked && this.placed === id) return;
    this.map.invalidateSize({ pan: false });
    if (!asked && saved && saved.fit === id) {
      if (!this.placed) this.map.setView(saved.center, saved.zoom, { animate: false });
    } else {
      this.map.fitBounds(bounds, { padding: [14, 14], animate: asked });
    }
    this.placed = id;
    this.remember();
    this.placeTowns();
  }

  remember() {
    VIEWS.set(this.data.key, { center: this.map.getCenter(), zoom: this.map.getZoom(), fit: this.data.perimeter.id });
  }

  // ---------------------------------------------------------------- legend
  drawLegend() {
    const { data } = this;
    const set = this.styles();
    const counts = new Map();
    for (const c of this.classOf) counts.set(c, (counts.get(c) || 0) + 1);
    const rows = data.legend.map((label, i) => this.legendRow(String(i), label, set.classes[i], counts.get(String(i)) || 0));
    if (counts.get("s")) rows.push(this.legendRow("s", TEXT.secret, null, counts.get("s")));
    if (counts.get("n")) rows.push(this.legendRow("n", TEXT.notAvailable, set.notAvailable, counts.get("n")));
    this.legend.replaceChildren(
      h("h3", { class: "bm-legend-title" }, data.title),
      h("p", { class: "bm-legend-sub" }, data.subtitle),
      data.unit ? h("p", { class: "bm-legend-unit" }, `${TEXT.inUnit} ${data.unit}`) : "",
      data.symbols ? h("div", { class: "bm-sizes" }) : "",
      h("ul", { class: "bm-legend-rows" }, ...rows),
      ...data.notes.map((note) => h("p", { class: "bm-legend-note" }, note)),
      h("p", { class: "bm-legend-source" }, data.source),
    );
    if (data.symbols) this.drawSizes();
  }

  legendRow(c, label, colour, count) {
    const swatch = h("span", { class: `bm-swatch bm-swatch-${c}` });
    if (c === "s") {
      const [ink, paper] = this.styles().secret;
      swatch.style.background = `repeating-linear-gradient(135deg, ${paper} 0 3px, ${ink} 3px 4.4px)`;
    } else {
      swatch.style.background = colour;
    }
    const button = h(
      "button",
      { type: "button", class: "bm-class", "aria-pressed": String(this.pinnedClass === c), title: TEXT.showClass },
      swatch,
      h("span", { class: "bm-label" }, label),
      h("span", { class: "bm-count" }, formatNumber(count, 0)),
    );
    button.addEventListener("mouseenter", () => this.paint(c));
    button.addEventListener("mouseleave", () => this.paint());
    button.addEventListener("click", () => {
      this.pinnedClass = this.pinnedClass === c ? null : c;
      this.legend.querySelectorAll(".bm-class").forEach((b) => b.setAttribute("aria-pressed", "false"));
      button.setAttribute("aria-pressed", String(this.pinnedClass === c));
      this.paint();
      this.companions().forEach((companion) => companion.update(this));
    });
    return h("li", { "data-class": c }, button);
  }

  // ---------------------------------------------------------------- reading one area
  describe(i) {
    const { data } = this;
    const f = this.geometry.features[i];
    const c = this.classOf[i];
    const lines = [h("strong", {}, f.name)];
    if (this.values[i] !== null) {
      lines.push(h("span", { class: "bm-tip-value" }, formatQuantity(this.values[i], data.unit, data.decimals)));
      lines.push(h("span", { class: "bm-tip-class" }, classPhrase(Number(c), data.legend)));
      const flag = { e: TEXT.estimated, f: data.fragile || TEXT.fragile }[this.flagOf[i]];
      if (flag) lines.push(h("em", {}, flag));
    } else {
      lines.push(h("span", { class: "bm-tip-value" }, STATUS[c]));
    }
    lines.push(h("span", { class: "bm-tip-epci" }, f.epciName));
    return lines;
  }

  spoken(i) {
    return this.describe(i).map((node) => node.textContent).join(", ");
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

  placeTip(point) {
    const { offsetWidth: w, offsetHeight: t } = this.tip;
    const size = this.map.getSize();
    const x = point.x + 16 + w > size.x ? Math.max(4, point.x - w - 12) : point.x + 16;
    const y = Math.min(Math.max(4, point.y - t / 2), Math.max(4, size.y - t - 4));
    this.tip.style.transform = `translate(${x}px, ${y}px)`;
  }

  select(i) {
    if (i < 0) return;
    this.lines.selected.setLatLngs(this.geometry.features[i].rings);
    this.send("clicked", this.geometry.features[i].code);
  }

  showSelected() {
    const i = this.geometry.indexOf(this.data.selected);
    this.lines.selected.setLatLngs(i < 0 ? [] : this.geometry.features[i].rings);
    if (i >= 0 && this.data.selected !== this.shownSelected && this.placed !== undefined) {
      const at = this.geometry.features[i].point;
      if (!this.map.getBounds().contains(at)) this.map.panTo(at);
    }
    this.shownSelected = this.data.selected;
  }

  // ---------------------------------------------------------------- mouse, touch, keyboard
  listen() {
    const { map, canvasBox } = this;
    map.on("mousemove", (e) => this.onMove(e));
    map.on("mouseout", () => this.hover(-1));
    map.on("click", (e) => this.onClick(e));
    map.on("moveend zoomend", () => this.remember());
    map.on("zoomend", () => this.sizeSymbols());
    canvasBox.addEventListener("keydown", (e) => this.onKey(e));
    canvasBox.addEventListener("focus", () => this.root.classList.add("bm-focus"));
    canvasBox.addEventListener("blur", () => {
      this.root.classList.remove("bm-focus");
      this.focused = -1;
      map.scrollWheelZoom.disable();
    });
    map.on("mousedown", () => !this.touch && map.scrollWheelZoom.enable());
    canvasBox.addEventListener("wheel", (e) => {
      if (e.ctrlKey || e.metaKey) return e.preventDefault() || map.setZoomAround(map.mouseEventToLatLng(e), map.getZoom() - Math.sign(e.deltaY) * 0.5);
      if (!map.scrollWheelZoom.enabled()) this.hint(TEXT.wheel);
    }, { passive: false });
    canvasBox.addEventListener("touchmove", (e) => e.touches.length === 1 && this.hint(TEXT.twoFingers), { passive: true });
    this.resizer = new ResizeObserver(() => map.invalidateSize({ pan: false }));
    this.resizer.observe(this.stage);
    document.addEventListener("fullscreenchange", this.onFull = () => setTimeout(() => this.fit(true), 80));
  }

  hint(text) {
    this.notice.textContent = text;
    this.notice.hidden = false;
    clearTimeout(this.hintTimer);
    this.hintTimer = setTimeout(() => { this.notice.hidden = true; }, 1400);
  }

  onMove(event) {
    const site = this.pointAt(event.containerPoint);
    this.canvasBox.classList.toggle("bm-pointing", Boolean(site));
    if (site) {
      this.hover(-1);
      this.tip.replaceChildren(h("strong", {}, site.items.length > 1 ? `${site.items.length} ${site.layer.title.toLowerCase()}` : site.items[0].name), h("span", {}, site.layer.title));
      this.tip.hidden = false;
      this.placeTip(event.containerPoint);
      return;
    }
    this.hover(this.geometry.at(event.latlng), event.containerPoint);
  }

  onClick(event) {
    const site = this.pointAt(event.containerPoint);
    if (site) return this.openSite(site);
    const i = this.geometry.at(event.latlng);
    if (i >= 0) {
      this.hover(i, event.containerPoint);
      this.select(i);
    }
  }

  onKey(event) {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (move && event.shiftKey) this.map.panBy([move[0] * 120, -move[1] * 120]);
    else if (move) this.focusArea(this.geometry.neighbourTowards(this.focusStart(), move));
    else if (event.key === "Enter" || event.key === " ") this.select(this.focused);
    else if (event.key === "+" || event.key === "=") this.map.zoomIn(0.5);
    else if (event.key === "-") this.map.zoomOut(0.5);
    else if (event.key === "0") this.fit(true);
    else if (event.key.toLowerCase() === "p") this.nextSite(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") { this.hover(-1); this.map.closePopup(); } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  focusStart() {
    if (this.focused >= 0) return this.focused;
    const selected = this.geometry.indexOf(this.data.selected);
    return selected >= 0 ? selected : this.geometry.nearest(this.map.getCenter());
  }

  focusArea(i) {
    if (i < 0) return;
    this.focused = i;
    const at = this.geometry.features[i].point;
    if (!this.map.getBounds().pad(-0.08).contains(at)) this.map.panTo(at, { animate: false });
    this.hover(i, null);
    this.status.textContent = this.spoken(i);
  }

  toggleFullScreen() {
    if (document.fullscreenElement) return document.exitFullscreen();
    if (this.root.requestFullscreen) return this.root.requestFullscreen();
    this.root.classList.toggle("bm-full");
    this.fit(true);
    return undefined;
  }

  // ---------------------------------------------------------------- optional layers
  toggleLayerBox() {
    this.layerBox.hidden = !this.layerBox.hidden;
    if (this.layerBox.hidden) return;
    const rows = this.points.map((p) => this.layerRow(p.title, p.count, p.on, p, (on) => this.setLayer(p.id, on)));
    const ign = this.layerRow(TEXT.ign, null, Boolean(this.background), null, (on) => this.setBackground(on));
    this.layerBox.replaceChildren(
      h("h4", {}, TEXT.layers),
      ...rows,
      h("hr"),
      ign,
      h("p", { class: "bm-hint" }, TEXT.ignHint),
    );
  }

  layerRow(title, count, on, layer, change) {
    const box = h("input", { type: "checkbox" });
    box.checked = on;
    box.addEventListener("change", () => change(box.checked));
    const set = this.styles();
    const mark = layer ? h("span", { class: `bm-mark bm-mark-${layer.shape}` }) : "";
    if (layer) mark.style.background = set.points[layer.id];
    return h("label", { class: "bm-layer" }, box, mark, h("span", {}, title), count === null ? "" : h("span", { class: "bm-count" }, formatNumber(count, 0)));
  }

  setLayer(id, on) {
    for (const layer of this.points) if (layer.id === id) layer.on = on;
    this.syncPoints();
    this.send("layers", this.points.filter((p) => p.on).map((p) => p.id).join(","));
  }

  syncPoints() {
    for (const layer of this.points) {
      const shown = this.pointLayers.get(layer.id);
      if (layer.on && !shown) this.showPoints(layer);
      if (!layer.on && shown) {
        shown.markers.forEach((m) => m.remove());
        this.map.closePopup();
        this.pointLayers.delete(layer.id);
      }
    }
    const set = this.styles();
    for (const [id, { markers }] of this.pointLayers) markers.forEach((m) => m.setStyle({ fillColor: set.points[id], color: set.pointEdge }));
    this.root.dataset.points = [...this.pointLayers.values()].reduce((n, l) => n + l.total, 0);
  }

  showPoints(layer) {
    const entry = { layer, sites: [], markers: [], total: 0 };
    this.pointLayers.set(layer.id, entry);
    fetch(layer.url).then((r) => r.json()).then((rows) => {
      if (this.pointLayers.get(layer.id) !== entry) return;
      const sites = new Map();
      for (const row of rows) {
        const key = `${row.lat},${row.lon}`;
        if (!sites.has(key)) sites.set(key, { layer, latlng: this.L.latLng(row.lat, row.lon), items: [] });
        sites.get(key).items.push(row);
      }
      entry.sites = [...sites.values()];
      entry.total = rows.length;
      const Marker = shapeMarker(this.L);
      entry.markers = entry.sites.map((site) => new Marker(site.latlng, {
        renderer: this.renderers.points, pane: "points", interactive: false, shape: layer.shape,
        radius: site.items.length > 1 ? 6 : 4.2, weight: 1, fillOpacity: 0.95,
      }).addTo(this.map));
      this.syncPoints();
    }).catch(() => this.hint(TEXT.layerFailed));
  }

  sites() {
    return [...this.pointLayers.values()].flatMap((entry) => entry.sites);
  }

  pointAt(point) {
    let best = null;
    let reach = this.touch ? 196 : 64;
    for (const site of this.sites()) {
      const d = this.map.latLngToContainerPoint(site.latlng).distanceTo(point) ** 2;
      if (d < reach) { reach = d; best = site; }
    }
    return best;
  }

  openSite(site) {
    const cards = site.items.map((item) => h(
      "article",
      { class: "bm-card" },
      h("h4", {}, item.name),
      h("dl", {}, ...item.facts.flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, text)])),
    ));
    const head = site.items.length > 1 ? [h("p", { class: "bm-card-count" }, `${site.items.length} · ${site.layer.title}`)] : [];
    this.tip.hidden = true;
    this.L.popup({ maxWidth: 300, maxHeight: 260, className: "bm-popup" })
      .setLatLng(site.latlng)
      .setContent(h("div", {}, ...head, ...cards, h("p", { class: "bm-card-source" }, site.layer.source)))
      .openOn(this.map);
    this.status.textContent = site.items.map((item) => item.name).join(", ");
  }

  nextSite(step) {
    const bounds = this.map.getBounds();
    const sites = this.sites().filter((s) => bounds.contains(s.latlng)).sort((a, b) => a.latlng.lng - b.latlng.lng);
    if (!sites.length) return this.hint(TEXT.noPoints);
    this.siteIndex = ((this.siteIndex ?? -step) + step + sites.length) % sites.length;
    return this.openSite(sites[this.siteIndex]);
  }

  setBackground(on) {
    this.background?.remove();
    this.background = on ? this.L.tileLayer(this.shell.background.url, { attribution: this.shell.background.attribution, maxZoom: 18 }).addTo(this.map) : null;
    this.syncBackground();
  }

  syncBackground() {
    this.map.getPane("areas").style.opacity = this.background ? 0.72 : 1;
    this.root.classList.toggle("bm-with-background", Boolean(this.background));
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
      classOf: (code) => this.classOf[place(code).index],
      pointOf: (code) => {
        const box = this.canvasBox.getBoundingClientRect();
        const p = this.map.latLngToContainerPoint(place(code).point);
        return { x: box.x + p.x, y: box.y + p.y };
      },
      colourAt: (code) => this.pixel(place(code).point),
      towns: () => [...this.townPane.children].map((n) => n.textContent),
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
  if (!entry || entry.geometryUrl !== data.geometry) {
    entry = { geometryUrl: data.geometry, map: null, latest: component };
    INSTANCES.set(parentElement, entry);
    if (!parentElement.firstChild) parentElement.append(h("div", { class: "bm-loading" }, TEXT.loading));
    entry.ready = Promise.all([loadShell(data.shell), loadGeometry(data.geometry)]).then(([[L, shell], geometry]) => {
      if (entry.left) return; // the reader went to another page before the files came
      entry.map = new BassinMap(L, entry.latest, geometry, shell);
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
