// Rows with filters: facets, map, list and card that always say the same thing. Filters act here; the server hears of
// them when the reader stops. Entry point: mount(component), called by Streamlit at each rerun.

import { WORDS } from "./explorer_text.js";
import { Facets } from "./facets.js";
import { Filters } from "./filters.js";
import { darkTheme, hint, isTouch, loadLeaflet, mapOptions, toggleFullScreen, toolButton } from "./furniture.js";
import { ARROWS, gentleGestures } from "./gestures.js";
import { Ground } from "./layers.js";
import { failed, fetched, loadScript, loadStyles } from "./loading.js";
import { Places } from "./places.js";
import { Results } from "./results.js";
import { symbol } from "./symbols.js";
import { TEXT, formatNumber, h } from "./text.js";

const REST_MS = { tick: 450, slide: 700 }; // the server hears of choices when the reader rests
const WIDE = 1060; // three columns
const NEAR = 14;
const INSTANCES = new WeakMap();
const VIEWS = new Map(); // key -> {center, zoom}: position survives a change of page

class Explorer {
  constructor(L, component, shell, rows) {
    Object.assign(this, { L, shell, rows, key: component.data.key, opened: null, sent: [], version: 0 });
    this.symbols = new Map(shell.symbols.map((item, i) => [item.kind, { ...item, rank: i }]));
    this.filters = new Filters(rows, shell.facets);
    this.byId = new Map(rows.map((row, i) => [String(row.id), i]));
    this.touch = isTouch();
    this.buildDom(component.parentElement);
    this.setTheme();
    this.buildMap();
    this.update(component);
    this.ground.load().then(() => { this.root.dataset.ground = "1"; }).catch((error) => { console.error(error); this.hint(TEXT.layerFailed); });
    this.ground.loadOutlines().catch((error) => { console.error(error); this.hint(TEXT.layerFailed); });
  }

  // ---------------------------------------------------------------- structure
  buildDom(parent) {
    this.search = h("input", { type: "search", class: "bx-search", placeholder: this.shell.search, "aria-label": WORDS.searchLabel, autocomplete: "off", maxlength: 80 });
    this.total = h("p", { class: "bx-total", role: "status", "aria-live": "polite" });
    this.clear = h("button", { type: "button", class: "bx-clear" }, WORDS.clear);
    this.chips = h("div", { class: "bx-chips" });
    this.facets = new Facets(this);
    this.foldMark = h("span", { class: "bx-mark" });
    this.fold = h("details", { class: "bx-fold" }, h("summary", {}, h("span", {}, WORDS.filters), this.foldMark), this.facets.box);
    this.canvasBox = h("div", { class: "bm-leaflet", tabindex: 0, role: "application", "aria-label": `${WORDS.map} : ${this.shell.noun[1]}` });
    this.tip = h("div", { class: "bm-tip", hidden: true });
    this.notice = h("div", { class: "bm-notice", hidden: true });
    this.tools = h("div", { class: "bm-tools" });
    this.legend = h("div", { class: "bx-legend", "aria-label": WORDS.legend, role: "group" });
    this.stage = h("div", { class: "bm-stage" }, this.canvasBox, this.tools, this.tip, this.notice);
    this.results = new Results(this);
    const notes = this.shell.notes.map((note) => h("p", { class: "bm-legend-note" }, note));
    this.root = h(
      "section",
      { class: "bm-map bm-explorer", "data-key": this.key },
      h("div", { class: "bx-bar" }, this.search, this.total, this.clear),
      this.chips,
      h(
        "div",
        { class: "bx-body" },
        this.fold,
        h("div", { class: "bx-middle" }, this.stage, this.legend, ...notes, h("p", { class: "bm-legend-source" }, this.shell.source), h("p", { class: "bm-keys" }, WORDS.keyboard)),
        this.results.box,
      ),
    );
    this.root.style.setProperty("--bm-height", `${this.shell.height}px`);
    parent.replaceChildren(this.root);
    this.listenBar();
  }

  listenBar() {
    this.search.addEventListener("input", () => { this.filters.search = this.search.value.trim(); this.changed(true); });
    this.clear.addEventListener("click", () => {
      this.filters.clear();
      this.search.value = "";
      this.changed();
      this.search.focus();
    });
    this.resizer = new ResizeObserver(() => this.resized());
    this.resizer.observe(this.root);
  }

  resized() {
    const wide = this.root.clientWidth >= WIDE;
    if (wide !== this.wide) this.fold.open = wide;
    this.wide = wide;
    this.map?.invalidateSize({ pan: false });
  }

  buildMap() {
    const { L } = this;
    this.map = L.map(this.canvasBox, { ...mapOptions(this.shell.ground.leastZoom), worldCopyJump: true });
    L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 120 }).addTo(this.map);
    if (this.touch) this.canvasBox.classList.add("bm-touch");
    this.tools.append(
      toolButton("plus", TEXT.zoomIn, () => this.map.zoomIn(0.5)),
      toolButton("minus", TEXT.zoomOut, () => this.map.zoomOut(0.5)),
      toolButton("fit", WORDS.fit, () => this.fit()),
      toolButton("full", TEXT.fullScreen, () => this.toggleFullScreen()),
    );
    const saved = VIEWS.get(this.key);
    if (saved) this.map.setView(saved.center, saved.zoom, { animate: false });
    else this.map.fitBounds(this.shell.bounds, { padding: [10, 10], animate: false });
    this.map.on("moveend", () => VIEWS.set(this.key, { center: this.map.getCenter(), zoom: this.map.getZoom() }));
    this.ground = new Ground(this);
    this.places = new Places(this);
    this.map.on("zoomend moveend", () => this.places.mark(this.opened));
    this.map.on("click", () => this.tell([]));
    gentleGestures(this);
    this.canvasBox.addEventListener("keydown", (e) => this.onKey(e));
  }

  // ---------------------------------------------------------------- words and colours
  symbolOf(kind) {
    return this.symbols.get(kind) ?? { shape: "circle", rank: 0, label: "" };
  }

  kindLabel(row) {
    return this.symbolOf(row.kind).label;
  }

  /** Colour of a kind, as a variable: a change of theme redraws nothing. */
  colour(kind) {
    return `var(--bx-kind-${this.symbolOf(kind).rank})`;
  }

  /** The same as a plain colour, for what is drawn on canvas. */
  toneOf(kind) {
    return this.tone(this.symbolOf(kind));
  }

  tone(painted) {
    return this.dark ? painted.dark : painted.light;
  }

  setTheme() {
    const dark = darkTheme(this.root);
    if (dark === this.dark) return;
    this.dark = dark;
    this.root.classList.toggle("bm-dark", dark);
    for (const item of this.symbols.values()) this.root.style.setProperty(`--bx-kind-${item.rank}`, this.tone(item));
    this.ground?.paint();
    if (this.filters.shown && this.ground) this.ground.surfaces(this.filters.shown.map((i) => this.rows[i]));
  }

  // ---------------------------------------------------------------- the address in
  /** Take in the choices of the address, unless they are those that this page has sent itself. */
  update(component) {
    this.send = component.setTriggerValue;
    this.setTheme();
    const { state } = component.data;
    const text = JSON.stringify(sorted(state));
    if (text === this.told) return;
    this.told = text;
    const own = this.sent.indexOf(text);
    if (own >= 0) {
      this.sent.splice(0, own + 1);
      return;
    }
    this.filters.read(state);
    this.search.value = this.filters.search;
    this.opened = this.byId.get(state.choix) ?? null;
    this.draw();
    this.showCard();
  }

  // ---------------------------------------------------------------- choices
  /** The reader changed a filter. */
  changed(slowly = false) {
    this.draw();
    if (this.opened !== null && !this.filters.shown.includes(this.opened)) {
      this.opened = null;
      this.showCard();
    } else if (this.opened !== null) this.showCard();
    this.tellServer(slowly ? REST_MS.slide : REST_MS.tick);
  }

  choices() {
    const state = this.filters.write();
    if (this.opened !== null) state.choix = String(this.rows[this.opened].id);
    return sorted(state);
  }

  tellServer(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const text = JSON.stringify(this.choices());
      if (text === (this.sent.at(-1) ?? this.told)) return;
      this.sent.push(text);
      this.send("choices", text);
    }, delay);
  }

  draw() {
    const shown = this.filters.run();
    this.facets.draw();
    this.places.show(shown);
    this.follow(shown);
    this.ground.surfaces(shown.map((i) => this.rows[i]));
    this.results.show(shown);
    this.writeTotal(shown);
    this.drawChips();
    this.drawLegend();
    this.root.dataset.shown = shown.length;
    cancelAnimationFrame(this.pending);
    this.pending = requestAnimationFrame(() => {
      this.version += 1;
      this.root.dataset.version = this.version;
      this.root.dataset.ready = "1";
    });
  }

  /** When filters leave nothing in view, show where it is: move or zoom out, never in. */
  follow(shown) {
    if (!this.filters.active().length && !this.filters.search) return;
    const points = shown.filter((i) => this.places.markers[i]).map((i) => this.places.markers[i].getLatLng());
    const view = this.map.getBounds();
    if (!points.length || points.some((point) => view.contains(point))) return;
    this.map.fitBounds(points, { padding: [40, 40], maxZoom: this.map.getZoom(), animate: false });
  }

  writeTotal(shown) {
    const [one, many] = this.shell.noun;
    const unplaced = shown.filter((i) => !this.places.markers[i]).length;
    const words = `${formatNumber(shown.length, 0)} ${shown.length > 1 ? many : one} ${WORDS.on} ${formatNumber(this.rows.length, 0)}`;
    const rest = unplaced ? `, dont ${formatNumber(unplaced, 0)} ${WORDS.noPlace}` : "";
    this.total.replaceChildren(h("strong", {}, words), rest);
    this.total.title = unplaced ? WORDS.noPlaceHint : "";
    this.clear.hidden = !this.filters.active().length && !this.filters.search;
    this.foldMark.textContent = this.filters.active().length || "";
  }

  drawChips() {
    this.chips.replaceChildren(...this.facets.chips().map(({ words, undo }) => {
      const chip = h("button", { type: "button", class: "bx-chip", "aria-label": `${WORDS.remove} ${words}` }, words, h("span", { "aria-hidden": "true" }, "×"));
      chip.addEventListener("click", () => { undo(); this.changed(); });
      return chip;
    }));
  }

  drawLegend() {
    const shown = (this.filters.shown ?? []).map((i) => this.rows[i]);
    const kinds = [...this.symbols.values()].map((item) => {
      const n = shown.filter((row) => row.kind === item.kind).length;
      return h("span", { class: n ? "bx-key" : "bx-key bx-none" }, symbol(item.shape, this.colour(item.kind), { size: 15 }), item.label, h("span", { class: "bm-count" }, formatNumber(n, 0)));
    });
    this.legend.replaceChildren(...kinds, ...this.marks(), ...this.ground.choices());
  }

  /** What the marks mean, for those that the rows have. */
  marks() {
    const has = (test) => this.rows.some(test);
    const key = (node, words) => h("span", { class: "bx-key" }, node, words);
    const keys = [];
    for (const precision of ["commune", "region", "country"]) {
      if (has((row) => row.precision === precision)) keys.push(key(h("span", { class: "bx-soft" }), WORDS.precision[precision]));
    }
    if (has((row) => row.doubt)) keys.push(key(symbol("circle", "currentColor", { doubt: true, size: 15 }), WORDS.doubt));
    if (!this.shell.polygons && has((row) => row.area_ha > 0)) keys.push(key(h("span", { class: "bx-soft bx-surface" }), WORDS.area));
    if (this.shell.ground.outlineTitle) keys.push(key(h("span", { class: "bx-rule" }), this.shell.ground.outlineTitle));
    return keys;
  }

  // ---------------------------------------------------------------- one row
  /** Open a row, from the map or from the list; nothing closes the card. */
  open(i, from) {
    this.opened = i ?? null;
    const back = this.showCard();
    if (i !== null && from === "list") this.bringIntoView(i);
    if (i === null) back?.focus({ preventScroll: true });
    else this.results.card.focus({ preventScroll: from === "map" && this.wide });
    if (i !== null && from === "map" && !this.wide) this.results.card.scrollIntoView({ block: "nearest" });
    this.tellServer(REST_MS.tick);
  }

  showCard() {
    const back = this.results.open(this.opened);
    this.places.mark(this.opened);
    return back;
  }

  bringIntoView(i) {
    const { lat, lon } = this.rows[i];
    if (lat === null || lat === undefined) return;
    if (!this.map.getBounds().pad(-0.05).contains([lat, lon])) this.map.panTo([lat, lon]);
    this.places.mark(i);
  }

  /** Come near a row, out of its bubble. */
  locate(i) {
    const { lat, lon, precision } = this.rows[i];
    const zoom = { commune: 11.5, region: 7, country: 5 }[precision] ?? NEAR;
    this.map.setView([lat, lon], Math.max(this.map.getZoom(), zoom), { animate: false });
    this.places.reach(i, () => this.places.mark(i));
    if (!this.wide) this.stage.scrollIntoView({ block: "nearest" });
  }

  // ---------------------------------------------------------------- the reader moves
  onKey(event) {
    const move = ARROWS[event.key];
    if (move) this.map.panBy([move[0] * 100, -move[1] * 100]);
    else if (event.key === "+" || event.key === "=") this.map.zoomIn(0.5);
    else if (event.key === "-") this.map.zoomOut(0.5);
    else if (event.key === "0") this.fit();
    else if (event.key.toLowerCase() === "p") this.next(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") this.open(null, "map");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The next row of the list that is in view. */
  next(step) {
    const bounds = this.map.getBounds();
    const inView = this.filters.shown.filter((i) => this.places.markers[i] && bounds.contains(this.places.markers[i].getLatLng()));
    if (!inView.length) return this.hint(WORDS.empty);
    const at = inView.indexOf(this.opened);
    const to = at < 0 ? (step > 0 ? 0 : inView.length - 1) : (at + step + inView.length) % inView.length;
    this.opened = inView[to];
    this.showCard();
    this.total.title = this.rows[this.opened].name;
    this.tellServer(REST_MS.slide);
    return undefined;
  }

  fit() {
    this.map.fitBounds(this.shell.bounds, { padding: [10, 10] });
  }

  tell(lines, latlng) {
    this.tip.hidden = !lines.length;
    if (!lines.length) return;
    const [name, ...others] = lines;
    this.tip.replaceChildren(h("strong", {}, name), ...others.map((line) => h("span", {}, line)));
    const { x, y } = this.map.latLngToContainerPoint(latlng);
    const size = this.map.getSize();
    const left = x + 16 + this.tip.offsetWidth > size.x ? Math.max(4, x - this.tip.offsetWidth - 14) : x + 16;
    this.tip.style.transform = `translate(${left}px, ${Math.min(Math.max(4, y - this.tip.offsetHeight / 2), size.y - this.tip.offsetHeight - 4)}px)`;
  }

  hint(text) {
    hint(this, text);
  }

  toggleFullScreen() {
    toggleFullScreen(this.root);
  }

  destroy() {
    clearTimeout(this.timer);
    this.resizer.disconnect();
    this.map.remove();
    if (window.bmExplorers?.[this.key] === this.inspector) delete window.bmExplorers[this.key];
  }

  // ---------------------------------------------------------------- for tests and curious students
  inspect() {
    this.inspector = {
      shown: () => this.filters.shown.map((i) => String(this.rows[i].id)),
      onMap: () => this.places.count(),
      view: () => ({ ...this.map.getCenter(), zoom: this.map.getZoom() }),
      go: (lat, lng, zoom) => { this.map.setView([lat, lng], zoom, { animate: false }); },
    };
    return this.inspector;
  }
}

function sorted(state) {
  return Object.fromEntries(Object.entries(state).filter(([, text]) => text).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a message shows: the shell, and the rows of one reader if it brings its own. */
function edition(data) {
  return `${data.shell} ${data.version ?? ""}`;
}

async function build(entry, component) {
  const { parentElement, data } = component;
  const shell = await fetched(data.shell);
  const rows = data.rows ? JSON.parse(data.rows) : fetched(shell.rows);
  const [L] = await Promise.all([loadLeaflet(shell.urls), loadStyles(shell.urls.own)]);
  await loadScript(shell.urls.cluster);
  const known = await rows;
  if (entry.left || entry.shell !== edition(data)) return; // the reader went away before the files came
  entry.explorer?.destroy();
  entry.explorer = new Explorer(L, entry.latest, shell, known);
  window.bmExplorers = window.bmExplorers || {};
  window.bmExplorers[data.key] = entry.explorer.inspect();
  parentElement.dataset.explorer = data.key;
}

/** Called by Streamlit with each new message; returns the clean-up of the element. */
export function mount(component) {
  const { parentElement, data } = component;
  let entry = INSTANCES.get(parentElement);
  if (!entry) {
    entry = {};
    INSTANCES.set(parentElement, entry);
    if (!parentElement.firstChild) parentElement.append(h("div", { class: "bm-loading" }, WORDS.loading));
  }
  entry.latest = component;
  if (entry.shell !== edition(data)) {
    entry.shell = edition(data);
    build(entry, component).catch((error) => failed(parentElement, error));
  } else entry.explorer?.update(component);
  return () => {
    entry.left = true;
    entry.explorer?.destroy();
  };
}
