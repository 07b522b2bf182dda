// Places through time: a map, a year to move or to play, and how many are at work each year.

import { WORDS } from "./explorer_text.js";
import { darkTheme, hint, isTouch, loadLeaflet, mapOptions, toolButton } from "./furniture.js";
import { ARROWS, gentleGestures } from "./gestures.js";
import { Ground } from "./layers.js";
import { failed, fetched, loadStyles } from "./loading.js";
import { TEXT, formatNumber, h, svg } from "./text.js";

const INSTANCES = new WeakMap();
const TICK_MS = 95; // one year
const REST_MS = 500;
const HEIGHT = 190;
const EDGE = { left: 34, right: 10, top: 8, bottom: 22 };
const COLUMNS = ["lat", "lon", "first", "last", "team", "depth", "name", "text"];
const SAY = {
  play: "Lancer",
  pause: "Pause",
  year: "Année",
  working: "en activité",
  since: "creusés jusque-là",
  closed: "déjà fermés",
  depth: "Profondeur des puits en activité",
  median: "médiane",
  deepest: "le plus profond",
  unknownDepth: "sans profondeur connue",
  undated: "sans dates utilisables, hors du décompte",
  ghost: "Puits fermé",
  noDate: "Puits sans dates utilisables",
  chart: "Puits en activité chaque année, par compagnie",
  keyboard: "Au clavier : flèches sur la réglette pour changer d’année, espace pour lancer ou arrêter.",
};

class Timeline {
  constructor(L, component, shell, places) {
    Object.assign(this, { L, shell, key: component.data.key, touch: isTouch(), version: 0 });
    this.places = places.map((values) => Object.fromEntries(COLUMNS.map((name, i) => [name, values[i]])));
    for (const place of this.places) place.dated = place.first !== null && place.last !== null && place.first <= place.last;
    this.counts = this.countYears();
    this.year = component.data.year;
    this.buildDom(component.parentElement);
    this.dark = darkTheme(this.root);
    this.root.classList.toggle("bm-dark", this.dark);
    this.paintTeams();
    this.buildMap();
    this.resizer = new ResizeObserver(() => { this.map.invalidateSize({ pan: false }); this.drawChart(); });
    this.resizer.observe(this.root);
    this.drawChart();
    this.update(component);
    this.ground.load().then(() => { this.root.dataset.ground = "1"; }).catch((error) => { console.error(error); this.hint(TEXT.layerFailed); });
  }

  /** Places at work, one list per year, one number per team. */
  countYears() {
    const { first, last, teams } = this.shell;
    return Array.from({ length: last - first + 1 }, (_, i) => {
      const counts = new Array(teams.length).fill(0);
      for (const place of this.places) if (place.dated && place.first <= first + i && place.last >= first + i) counts[place.team] += 1;
      return counts;
    });
  }

  // ---------------------------------------------------------------- structure
  buildDom(parent) {
    const { first, last } = this.shell;
    this.play = h("button", { type: "button", class: "bt-play" }, SAY.play);
    this.slider = h("input", { type: "range", class: "bt-slider", min: first, max: last, step: 1, "aria-label": SAY.year });
    this.big = h("output", { class: "bt-year" });
    this.numbers = h("p", { class: "bt-numbers", role: "status" });
    this.depths = h("p", { class: "bt-depths" });
    this.canvasBox = h("div", { class: "bm-leaflet", tabindex: 0, role: "application", "aria-label": `${WORDS.map} : ${this.shell.noun[1]}` });
    this.tip = h("div", { class: "bm-tip", hidden: true });
    this.notice = h("div", { class: "bm-notice", hidden: true });
    this.tools = h("div", { class: "bm-tools" });
    this.stage = h("div", { class: "bm-stage" }, this.canvasBox, this.tools, this.tip, this.notice);
    this.chart = svg("svg", { class: "bt-chart", role: "img", "aria-label": SAY.chart });
    this.legend = h("ul", { class: "bt-legend", "aria-label": WORDS.legend });
    this.root = h(
      "section",
      { class: "bm-map bm-explorer bm-timeline", "data-key": this.key },
      h("div", { class: "bt-head" }, this.play, this.big, h("div", {}, this.numbers, this.depths)),
      this.slider,
      h("div", { class: "bt-body" }, h("div", {}, this.stage), h("div", { class: "bt-side" }, h("h3", {}, SAY.chart), this.chart, this.legend)),
      ...this.shell.notes.map((note) => h("p", { class: "bm-legend-note" }, note)),
      h("p", { class: "bm-legend-source" }, this.shell.source),
      h("p", { class: "bm-keys" }, SAY.keyboard),
    );
    this.root.style.setProperty("--bm-height", "470px");
    parent.replaceChildren(this.root);
    this.play.addEventListener("click", () => (this.timer ? this.stop() : this.start()));
    this.slider.addEventListener("input", () => { this.stop(); this.show(Number(this.slider.value)); });
    this.slider.addEventListener("keydown", (e) => { if (e.key === " ") { e.preventDefault(); this.play.click(); } });
    const drag = (e) => { if (e.buttons || e.type === "click") { this.stop(); this.show(this.yearAt(e)); } };
    ["click", "pointermove"].forEach((kind) => this.chart.addEventListener(kind, drag));
  }

  paintTeams() {
    this.shell.teams.forEach((team, i) => this.root.style.setProperty(`--bt-team-${i}`, this.dark ? team.dark : team.light));
  }

  tone(i) {
    const team = this.shell.teams[i];
    return this.dark ? team.dark : team.light;
  }

  toneOf() { return "#888"; }

  buildMap() {
    const { L } = this;
    this.map = L.map(this.canvasBox, mapOptions(this.shell.ground.leastZoom));
    L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 120 }).addTo(this.map);
    if (this.touch) this.canvasBox.classList.add("bm-touch");
    this.tools.append(
      toolButton("plus", TEXT.zoomIn, () => this.map.zoomIn(0.5)),
      toolButton("minus", TEXT.zoomOut, () => this.map.zoomOut(0.5)),
      toolButton("fit", WORDS.fit, () => this.map.fitBounds(this.shell.bounds, { padding: [10, 10] })),
    );
    this.map.fitBounds(this.shell.bounds, { padding: [10, 10], animate: false });
    this.ground = new Ground(this);
    this.map.createPane("shafts").style.zIndex = 450;
    const renderer = L.canvas({ pane: "shafts", padding: 0.4 });
    const set = { renderer, pane: "shafts", interactive: false, radius: 4.5, weight: 1 };
    this.marks = this.places.map((place) => L.circleMarker([place.lat, place.lon], set).addTo(this.map));
    gentleGestures(this);
    this.canvasBox.addEventListener("keydown", (e) => this.onKey(e));
    this.map.on("mousemove click", (e) => this.point(e));
    this.map.on("mouseout", () => { this.tip.hidden = true; });
  }

  onKey(event) {
    const move = ARROWS[event.key];
    if (move) this.map.panBy([move[0] * 100, -move[1] * 100]);
    else if (event.key === "+") this.map.zoomIn(0.5);
    else if (event.key === "-") this.map.zoomOut(0.5);
    else if (event.key === " ") this.play.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // ---------------------------------------------------------------- the year
  update(component) {
    this.send = component.setTriggerValue;
    if (this.told === component.data.year) return;
    this.told = component.data.year;
    if (this.sent === this.told || this.timer) return;
    this.show(this.told, false);
  }

  start() {
    if (this.year >= this.shell.last) this.show(this.shell.first, false);
    this.timer = setInterval(() => {
      if (this.year >= this.shell.last) this.stop();
      else this.show(this.year + 1, false);
    }, TICK_MS);
    this.play.textContent = SAY.pause;
    this.numbers.setAttribute("aria-live", "off");
  }

  stop() {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = null;
    this.play.textContent = SAY.play;
    this.numbers.setAttribute("aria-live", "polite");
    this.tellServer();
  }

  tellServer() {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      if (this.year === this.told || this.timer) return;
      this.sent = this.year;
      this.send("year", this.year);
    }, REST_MS);
  }

  stateOf(place, year) {
    if (!place.dated) return "undated";
    if (year < place.first) return "future";
    return year <= place.last ? "working" : "closed";
  }

  show(year, tell = true) {
    this.year = Math.min(this.shell.last, Math.max(this.shell.first, year));
    this.slider.value = this.year;
    this.slider.setAttribute("aria-valuetext", String(this.year));
    this.big.textContent = this.year;
    this.states = this.places.map((place) => this.stateOf(place, this.year));
    this.states.forEach((state, i) => this.paint(i, state));
    this.write();
    this.moveRule();
    this.version += 1;
    this.root.dataset.version = this.version;
    this.root.dataset.ready = "1";
    if (tell) this.tellServer();
  }

  paint(i, state) {
    const mark = this.marks[i];
    if (mark.state === state) return;
    mark.state = state;
    const colour = this.tone(this.places[i].team);
    const paper = this.dark ? "#16181b" : "#fbfaf7";
    const style = {
      working: { fillColor: colour, color: paper, fillOpacity: 1, opacity: 1, weight: 1 },
      closed: { fillColor: this.dark ? "#6a6d70" : "#a9a59b", color: paper, fillOpacity: 0.55, opacity: 0.2, weight: 0.5 },
      future: { fillOpacity: 0, opacity: 0 },
      undated: { fillColor: paper, color: colour, fillOpacity: 0.8, opacity: 1, weight: 2 },
    }[state];
    mark.setStyle(style);
    mark.setRadius(state === "closed" ? 2.6 : 4.5);
    if (state === "working") mark.bringToFront();
  }

  write() {
    const count = (wanted) => this.states.filter((state) => state === wanted).length;
    const working = count("working");
    const [one, many] = this.shell.noun;
    const closed = count("closed");
    this.root.dataset.working = working;
    this.numbers.replaceChildren(
      h("strong", {}, `${formatNumber(working, 0)} ${working > 1 ? many : one} ${SAY.working}`),
      ` · ${formatNumber(working + closed, 0)} ${SAY.since} · ${formatNumber(closed, 0)} ${SAY.closed} · ${formatNumber(count("undated"), 0)} ${SAY.undated}`,
    );
    this.writeDepths(working);
    this.writeLegend();
  }

  writeDepths(working) {
    const depths = this.places.filter((place, i) => this.states[i] === "working" && place.depth !== null).map((place) => place.depth).sort((a, b) => a - b);
    const n = depths.length;
    const middle = n ? (depths[Math.floor((n - 1) / 2)] + depths[Math.ceil((n - 1) / 2)]) / 2 : 0;
    const metres = (value) => `${formatNumber(value, 0)}\u00a0m`;
    const known = n ? `${SAY.median} ${metres(middle)}, ${SAY.deepest} ${metres(depths[n - 1])}` : "–";
    const rest = working > n ? ` (${formatNumber(working - n, 0)} ${SAY.unknownDepth})` : "";
    this.depths.textContent = `${SAY.depth}\u202f: ${known}${rest}`;
  }

  writeLegend() {
    const counts = this.counts[this.year - this.shell.first];
    const rows = this.shell.teams.map((team, i) => {
      const dot = h("span", { class: "bt-dot" });
      dot.style.background = `var(--bt-team-${i})`;
      return h("li", { class: counts[i] ? "" : "bx-none" }, dot, h("span", {}, team.label), h("span", { class: "bm-count" }, formatNumber(counts[i], 0)));
    });
    const undated = this.places.filter((place) => !place.dated).length;
    this.legend.replaceChildren(
      ...rows,
      h("li", { class: "bt-extra" }, h("span", { class: "bt-dot bt-ghost" }), h("span", {}, SAY.ghost)),
      undated ? h("li", {}, h("span", { class: "bt-dot bt-hollow" }), h("span", {}, SAY.noDate), h("span", { class: "bm-count" }, undated)) : "",
    );
  }

  // ---------------------------------------------------------------- the chart
  drawChart() {
    const width = Math.max(240, this.chart.clientWidth || 300);
    if (width === this.width) return;
    this.width = width;
    const { first, last, teams } = this.shell;
    const most = Math.max(...this.counts.map((counts) => counts.reduce((a, b) => a + b, 0)));
    const top = Math.ceil(most / 50) * 50;
    this.x = (year) => EDGE.left + ((year - first) / (last - first)) * (width - EDGE.left - EDGE.right);
    const y = (n) => HEIGHT - EDGE.bottom - (n / top) * (HEIGHT - EDGE.top - EDGE.bottom);
    const base = this.counts.map(() => 0);
    const areas = teams.map((_, i) => {
      const low = base.map((n, k) => `${this.x(first + k)},${y(n)}`);
      this.counts.forEach((counts, k) => { base[k] += counts[i]; });
      const high = base.map((n, k) => `${this.x(first + k)},${y(n)}`);
      return svg("path", { d: `M${high.join("L")}L${low.reverse().join("L")}Z`, style: `fill: var(--bt-team-${i})`, class: "bt-area" });
    });
    const text = (x, at, words, anchor) => { const node = svg("text", { x, y: at, class: "bm-tick", "text-anchor": anchor }); node.textContent = words; return node; };
    const grid = Array.from({ length: top / 50 + 1 }, (_, k) => k * 50).flatMap((n) => [svg("line", { x1: EDGE.left, x2: width - EDGE.right, y1: y(n), y2: y(n), class: "bm-grid" }), text(EDGE.left - 5, y(n) + 4, n, "end")]);
    const years = [1750, 1800, 1850, 1900, 1950].map((year) => text(this.x(year), HEIGHT - 5, year, "middle"));
    this.rule = svg("line", { y1: EDGE.top - 4, y2: HEIGHT - EDGE.bottom, class: "bt-rule" });
    this.chart.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    this.chart.replaceChildren(...grid, ...areas, ...years, this.rule);
    this.moveRule();
  }

  moveRule() {
    this.rule?.setAttribute("x1", this.x(this.year));
    this.rule?.setAttribute("x2", this.x(this.year));
  }

  yearAt(event) {
    const { first, last } = this.shell;
    const x = ((event.clientX - this.chart.getBoundingClientRect().x) * this.width) / this.chart.clientWidth;
    return Math.round(first + ((x - EDGE.left) / (this.width - EDGE.left - EDGE.right)) * (last - first));
  }

  // ---------------------------------------------------------------- one place
  point(event) {
    let least = this.touch ? 400 : 100;
    let best = -1;
    this.places.forEach((place, i) => {
      if (this.states[i] === "future") return;
      const at = this.map.latLngToContainerPoint([place.lat, place.lon]);
      const d = (at.x - event.containerPoint.x) ** 2 + (at.y - event.containerPoint.y) ** 2;
      if (d < least) { least = d; best = i; }
    });
    this.tip.hidden = best < 0;
    if (best < 0) return;
    const { name, text } = this.places[best];
    this.tip.replaceChildren(h("strong", {}, name), ...text.split("\n").map((line) => h("span", {}, line)));
    const size = this.map.getSize();
    const { x, y } = event.containerPoint;
    const left = x + 16 + this.tip.offsetWidth > size.x ? Math.max(4, x - this.tip.offsetWidth - 12) : x + 16;
    this.tip.style.transform = `translate(${left}px, ${Math.min(Math.max(4, y - 30), size.y - this.tip.offsetHeight - 4)}px)`;
  }

  hint(text) {
    hint(this, text);
  }

  destroy() {
    clearInterval(this.timer);
    clearTimeout(this.rest);
    this.resizer.disconnect();
    this.map.remove();
  }
}

async function build(entry, component) {
  const { parentElement, data } = component;
  const shell = await fetched(data.shell);
  const file = fetched(shell.places);
  const [L] = await Promise.all([loadLeaflet(shell.urls), loadStyles(shell.urls.own)]);
  const places = await file;
  if (entry.left) return;
  entry.timeline = new Timeline(L, entry.latest, shell, places);
  parentElement.dataset.timeline = data.key;
}

/** Called by Streamlit with each new message; returns the clean-up of the element. */
export function mount(component) {
  const { parentElement } = component;
  let entry = INSTANCES.get(parentElement);
  if (!entry) {
    entry = { latest: component };
    INSTANCES.set(parentElement, entry);
    if (!parentElement.firstChild) parentElement.append(h("div", { class: "bm-loading" }, WORDS.loading));
    build(entry, component).catch((error) => failed(parentElement, error));
  } else {
    entry.latest = component;
    entry.timeline?.update(component);
  }
  return () => {
    entry.left = true;
    entry.timeline?.destroy();
  };
}
