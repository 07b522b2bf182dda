// The browser half of the stand-alone map. viz/folium_map.py writes the data into the page; folium's own
// script calls `start`, then `area` and `halo` for what it draws, then `finish`. Text is never HTML.
const bassin = (() => {
  "use strict";
  const data = JSON.parse(document.getElementById("bm-data").textContent);
  const NS = "http://www.w3.org/2000/svg";
  const SHAPES = {
    circle: (r) => `m${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0z`,
    square: (r) => `m${-0.85 * r},${-0.85 * r}h${1.7 * r}v${1.7 * r}h${-1.7 * r}z`,
    diamond: (r) => `m0,${-1.25 * r}l${1.25 * r},${1.25 * r}l${-1.25 * r},${1.25 * r}l${-1.25 * r},${-1.25 * r}z`,
    triangle: (r) => `m0,${-1.2 * r}l${1.15 * r},${2.2 * r}h${-2.3 * r}z`,
    pentagon: (r) => `m0,${-1.1 * r}l${1.05 * r},${0.76 * r}l${-0.4 * r},${1.23 * r}h${-1.3 * r}l${-0.4 * r},${-1.23 * r}z`,
    cross: (r) => `m${-0.4 * r},${-1.1 * r}h${0.8 * r}v${0.7 * r}h${0.7 * r}v${0.8 * r}h${-0.7 * r}v${0.7 * r}h${-0.8 * r}v${-0.7 * r}h${-0.7 * r}v${-0.8 * r}h${0.7 * r}z`,
    star: (r) => `m0,${-1.3 * r}l${0.38 * r},${0.83 * r}l${0.9 * r},${0.1 * r}l${-0.68 * r},${0.62 * r}l${0.19 * r},${0.9 * r}l${-0.79 * r},${-0.46 * r}l${-0.79 * r},${0.46 * r}l${0.19 * r},${-0.9 * r}l${-0.68 * r},${-0.62 * r}l${0.9 * r},${-0.1 * r}z`,
    bar: (r) => `m${-1.2 * r},${-0.5 * r}h${2.4 * r}v${r}h${-2.4 * r}z`,
  };
  const ICONS = {
    fit: "M0,-8v5m0,6v5m-8,-8h5m6,0h5M-4.5,0a4.5,4.5 0 1,0 9,0a4.5,4.5 0 1,0 -9,0",
    full: "M-7,-2v-5h5M2,-7h5v5M7,2v5h-5M-2,7h-5v-5",
  };
  const TEXT = {
    zoomIn: "Zoomer",
    zoomOut: "Dézoomer",
    fit: "Recentrer sur le périmètre",
    full: "Plein écran",
    close: "Fermer",
  };
  const areas = []; // Leaflet polygons, by number
  const circles = []; // of counts, largest first
  const sites = []; // places, several things at one point together
  const tip = h("div", { class: "bm-tip", hidden: "" });
  const coarse = window.matchMedia("(pointer: coarse)").matches;
  const ruler = document.createElement("canvas").getContext("2d");
  let map;
  let hovered;
  let current = null;
  let pinned = null;

  function h(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  function drawing(path, size) {
    const svg = document.createElementNS(NS, "svg");
    svg.setAttribute("viewBox", "-9 -9 18 18");
    svg.setAttribute("width", size);
    svg.setAttribute("height", size);
    svg.setAttribute("aria-hidden", "true");
    svg.append(document.createElementNS(NS, "path"));
    svg.firstChild.setAttribute("d", path);
    return svg;
  }

  function $(id) {
    return document.getElementById(id);
  }

  // ------------------------------------------------------------------ the map
  function start(leafletMap) {
    map = leafletMap;
    L.Renderer.mergeOptions({ padding: 0.5 });
    Object.assign(map.options, { minZoom: data.minZoom, maxZoom: 15 }); // setMinZoom would start to move the map
    map.getContainer().setAttribute("role", "application");
    map.getContainer().setAttribute("aria-label", document.title);
    map.getContainer().after(tip);
    if (coarse) map.dragging.disable(); // one finger scrolls the page
    L.control.zoom({ zoomInTitle: TEXT.zoomIn, zoomOutTitle: TEXT.zoomOut }).addTo(map);
    L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
    addButton("fit", TEXT.fit, () => fit(true));
    if (document.fullscreenEnabled) addButton("full", TEXT.full, toggleFullScreen);
    fit(false);
  }

  function addButton(icon, title, action) {
    const button = h("a", { href: "#", role: "button", title, "aria-label": title, class: `bm-${icon}` }, drawing(ICONS[icon], 18));
    L.DomEvent.disableClickPropagation(button);
    L.DomEvent.on(button, "click", (event) => {
      L.DomEvent.preventDefault(event);
      action();
    });
    document.querySelector(".leaflet-control-zoom").append(button);
  }

  function toggleFullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  }

  function fit(animate) {
    map.invalidateSize({ animate: false, pan: false });
    map.fitBounds(data.bounds, { padding: [16, 16], animate });
  }

  // ------------------------------------------------------------------ what the pointer is on
  function area(feature, layer) {
    areas[feature.id] = layer;
    layer.on("mouseover click", () => { current = feature.id; });
    layer.on("mouseout", () => { current = null; });
  }

  /** A place within reach comes before the area under it. */
  function reveal({ containerPoint, type }) {
    const site = siteAt(containerPoint);
    map.getContainer().classList.toggle("bm-pointing", Boolean(site));
    outline(site ? null : current);
    if (site && type === "click") openSite(site);
    else if (site) tell([h("strong", {}, site.title), ...(site.rows.length > 1 ? [] : [h("span", {}, site.layer.title)])], containerPoint);
    else tell(current === null ? [] : describe(current), containerPoint);
  }

  function describe(i) {
    const { name, epci, class: c, value, flag } = data.areas[i];
    const lines = [h("strong", {}, name), h("span", { class: "bm-tip-value" }, value ?? data.phrases[c])];
    if (value) lines.push(h("span", {}, data.phrases[c]));
    if (flag) lines.push(h("em", {}, data.phrases[flag]));
    if (epci) lines.push(h("span", {}, epci));
    return lines;
  }

  /** Show lines beside a point of the map, never beyond its edge; no line hides them. */
  function tell(lines, point) {
    tip.replaceChildren(...lines);
    tip.hidden = !lines.length;
    if (tip.hidden) return;
    const { offsetWidth: w, offsetHeight: t } = tip;
    const size = map.getSize();
    const narrow = size.x < 2 * w + 60; // no room beside the point on a phone: above it, or under it
    const beside = point.x + 16 + w > size.x ? point.x - w - 14 : point.x + 16;
    const above = point.y - t - 18 < 4 ? point.y + 18 : point.y - t - 18;
    const x = Math.min(Math.max(4, narrow ? point.x - w / 2 : beside), size.x - w - 4);
    const y = Math.min(Math.max(4, narrow ? above : point.y - t / 2), size.y - t - 4);
    tip.style.transform = `translate(${x}px, ${y}px)`;
  }

  function quiet() {
    outline(null);
    tell([]);
  }

  function outline(i) {
    hovered.setLatLngs(i === null ? [] : areas[i].getLatLngs());
  }

  // ------------------------------------------------------------------ lines and classes
  function halo(feature, layer) {
    const style = { pane: "lines", interactive: false, color: data.colours.halo, weight: 5, opacity: 0.75, smoothFactor: 0 };
    L.polyline(layer.getLatLngs(), style).addTo(map);
  }

  /** Show one class alone, or all of them. */
  function paint(highlight = pinned) {
    const faded = (i) => highlight !== null && data.areas[i].class !== highlight;
    areas.forEach((layer, i) => layer.setStyle({ fillOpacity: faded(i) ? 0.12 : 1 }));
    circles.forEach(({ circle, i }) => circle.setStyle({ fillOpacity: faded(i) ? 0.12 : 0.9 }));
  }

  // ------------------------------------------------------------------ circles, for counts
  /** Area in proportion to the value; the smallest go on top. */
  function addCircles() {
    const { classes, edge } = data.symbols;
    const shown = data.areas.map((a, i) => ({ i, ...a })).filter(({ amount }) => amount > 0);
    for (const { i, amount, class: c, point } of shown.sort((a, b) => b.amount - a.amount)) {
      const style = { pane: "symbols", interactive: false, weight: 0.7, color: edge, fillColor: classes[c], fillOpacity: 0.9 };
      circles.push({ i, amount, circle: L.circleMarker(point, style).addTo(map) });
    }
    sizeCircles();
    map.on("zoomend", sizeCircles);
  }

  function radius(amount) {
    return Math.max(1.2, Math.sqrt(amount / circles[0].amount) * 30 * 1.35 ** (map.getZoom() - 9.5));
  }

  function sizeCircles() {
    if (!circles.length) return;
    for (const { circle, amount } of circles) {
      const r = radius(amount);
      circle.setStyle({ radius: r, weight: Math.min(0.7, r / 5) });
    }
    const power = 10 ** Math.floor(Math.log10(circles[0].amount));
    const top = Math.max(1, Math.floor(circles[0].amount / power)) * power;
    const steps = [top, top / 4, top / 20].filter((step) => step >= 1).map(Math.round);
    $("bm-sizes").replaceChildren(...steps.map((step) => {
      const r = radius(step);
      const disc = drawing(SHAPES.circle(r).replace("m", "M"), 2 * r + 2);
      disc.setAttribute("viewBox", `${-r - 1} ${-r - 1} ${2 * r + 2} ${2 * r + 2}`);
      return h("figure", {}, disc, h("figcaption", {}, new Intl.NumberFormat("fr-FR").format(step)));
    }));
  }

  // ------------------------------------------------------------------ legend

  function listenLegend() {
    const buttons = [...document.querySelectorAll(".bm-class")];
    for (const button of buttons) {
      const c = button.parentElement.dataset.class;
      button.addEventListener("mouseenter", () => paint(c));
      button.addEventListener("mouseleave", () => paint());
      button.addEventListener("click", () => {
        pinned = pinned === c ? null : c;
        for (const other of buttons) other.setAttribute("aria-pressed", String(other === button && pinned === c));
        paint();
      });
    }
  }

  // ------------------------------------------------------------------ names of towns
  /** Largest communes first, a few of them outside; a name that would touch another waits for a closer zoom. */
  function placeTowns() {
    const pane = map.getPane("labels");
    const size = map.getSize();
    const limit = Math.round((size.x * size.y) / 30000) + 3;
    const taken = [];
    let outside = 0;
    pane.replaceChildren();
    ruler.font = `600 12px ${getComputedStyle(document.body).fontFamily}`;
    for (const i of data.towns) {
      if (taken.length >= limit) break;
      const { name, class: c, point } = data.areas[i];
      if (c === "-" && outside >= limit / 4) continue;
      const { x, y } = map.latLngToContainerPoint(point);
      const gap = c === "-" ? 24 : 4;
      const half = ruler.measureText(name).width / 2 + gap;
      const box = [x - half, y - 7 - gap, x + half, y + 7 + gap];
      if (box[0] < 2 || box[2] > size.x - 2 || box[1] < 2 || box[3] > size.y - 2) continue;
      if (taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue;
      taken.push(box);
      outside += c === "-";
      const at = map.latLngToLayerPoint(point);
      const node = h("span", { class: c === "-" ? "bm-town bm-town-out" : "bm-town" }, name);
      node.style.transform = `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)`;
      pane.append(node);
    }
  }

  // ------------------------------------------------------------------ places
  const Mark = L.CircleMarker.extend({
    _updatePath() {
      const { x, y } = this._point;
      this._renderer._setPath(this, this._empty() ? "M0 0" : `M${x},${y}${SHAPES[this.options.shape](this._radius)}`);
    },
  });

  function addPoints(layer) {
    const places = new Map();
    for (const row of layer.rows) {
      const key = `${row.lat},${row.lon}`;
      places.set(key, [...(places.get(key) ?? []), row]);
    }
    const marks = [...places.values()].map((rows) => place(layer, rows));
    const group = L.layerGroup([...marks.flatMap((m) => reach(layer, m.options.site)), ...marks]).addTo(map);
    const box = document.querySelector(`input[data-layer="${layer.id}"]`);
    box.addEventListener("change", () => (box.checked ? group.addTo(map) : group.remove()));
    const mark = drawing(`M0,0${SHAPES[layer.shape](6)}`, 16);
    mark.setAttribute("fill", layer.colour);
    box.after(mark);
    sites.push(...marks.map((m) => m.options.site));
  }

  function place(layer, rows) {
    const several = rows.length > 1;
    const site = { layer, rows, at: [rows[0].lat, rows[0].lon], title: several ? `${rows.length} · ${layer.title}` : rows[0].name };
    site.mark = new Mark(site.at, {
      pane: "points", interactive: false, site, shape: layer.shape, size: several ? 6.5 : 5, weight: 1, fillOpacity: 0.95,
      color: data.colours.pointEdge, fillColor: layer.colour,
    });
    if (rows.every((row) => row.doubt)) Object.assign(site.mark.options, { color: layer.colour, weight: 2, fillColor: data.colours.halo });
    return site.mark;
  }

  const DISC = { commune: 9, region: 13, country: 17 };

  /** The disc of a place known roughly, or of its area. */
  function reach(layer, { rows: [{ precision, area_ha: area }], at }) {
    const style = { pane: "points", interactive: false, stroke: false, fillColor: layer.colour, fillOpacity: 0.22 };
    if (area) return [L.circle(at, { ...style, radius: Math.sqrt((area * 10000) / Math.PI) })];
    return DISC[precision] ? [L.circleMarker(at, { ...style, radius: DISC[precision] })] : [];
  }

  /** Marks grow with the map; places that hold several things are larger. */
  function resizeMarks() {
    const zoom = map.getZoom();
    const scale = zoom < 9.25 ? 0.7 : zoom < 11 ? 0.85 : 1.15;
    for (const { mark } of sites) mark.setRadius(mark.options.size * scale);
  }

  function siteAt(point) {
    let best = null;
    let reach = coarse ? 14 : 8;
    for (const site of sites) {
      const distance = map.hasLayer(site.mark) ? map.latLngToContainerPoint(site.at).distanceTo(point) : Infinity;
      if (distance < reach) { reach = distance; best = site; }
    }
    return best;
  }

  function openSite(site) {
    quiet();
    L.popup({ maxWidth: 300, maxHeight: 260, className: "bm-popup" }).setLatLng(site.at).setContent(cards(site)).openOn(map);
  }

  function cards({ layer, rows, title }) {
    const box = h("div", {}, h("p", { class: "bm-card-layer" }, rows.length > 1 ? title : layer.title));
    for (const { name, facts } of rows) {
      const list = h("dl", {});
      for (const [term, text] of facts) list.append(h("dt", {}, term), h("dd", {}, text));
      box.append(h("article", { class: "bm-card" }, h("h3", {}, name), list));
    }
    box.append(h("p", { class: "bm-card-source" }, layer.source));
    return box;
  }

  // ------------------------------------------------------------------ find, list, print
  function label(i) {
    const { name, epci } = data.areas[i];
    return data.areas.filter((other) => other.name === name).length > 1 ? `${name} (${epci})` : name;
  }

  function inside() {
    const numbers = data.areas.flatMap((a, i) => (a.class === "-" ? [] : [i]));
    return numbers.sort((a, b) => data.areas[a].name.localeCompare(data.areas[b].name, "fr"));
  }

  function listenFinder() {
    const key = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().trim();
    const known = new Map(inside().map((i) => [key(label(i)), i]));
    $("bm-names").append(...inside().map((i) => h("option", { value: label(i) })));
    $("bm-find").addEventListener("change", (event) => {
      const i = known.get(key(event.target.value));
      $("bm-live").textContent = i === undefined && event.target.value ? data.nothing : "";
      if (i !== undefined) show(i);
    });
  }

  function show(i) {
    const at = L.latLng(data.areas[i].point);
    if (!map.getBounds().pad(-0.1).contains(at)) map.panTo(at, { animate: false });
    outline(i);
    tell(describe(i), map.latLngToContainerPoint(at));
    $("bm-live").textContent = describe(i).map((line) => line.textContent).join(", ");
  }

  function fillTable() {
    const body = $("bm-rows");
    if (body.firstChild) return;
    for (const i of inside()) {
      const { name, value, class: c } = data.areas[i];
      body.append(h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, value ?? data.phrases[c])));
    }
  }

  function listenPrint() {
    const resize = (printing) => () => {
      document.documentElement.classList.toggle("bm-print", printing);
      fit(false);
    };
    window.addEventListener("beforeprint", resize(true));
    window.addEventListener("afterprint", resize(false));
    document.addEventListener("fullscreenchange", () => setTimeout(() => fit(false), 100));
  }

  function finish() {
    hovered = L.polygon([], {
      pane: "lines", interactive: false, fill: false, color: data.colours.hover, weight: 2.5, smoothFactor: 0,
    }).addTo(map);
    if (data.symbols) addCircles();
    data.points.forEach(addPoints);
    resizeMarks();
    map.on("mousemove click", reveal);
    map.on("mouseout movestart", quiet);
    map.on("zoomstart", () => map.getPane("labels").replaceChildren());
    map.on("zoomend", resizeMarks);
    map.on("moveend resize", placeTowns);
    map.on("popupopen", ({ popup }) => {
      popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", TEXT.close);
    });
    placeTowns();
    listenLegend();
    if ($("bm-find")) listenFinder();
    listenPrint();
    $("bm-values")?.addEventListener("toggle", fillTable);
    document.documentElement.dataset.ready = "1";
  }

  return { start, area, halo, finish };
})();
