// Optional layers: places that the reader asks for, and a background map from elsewhere.

import { TEXT, formatNumber, h } from "./text.js";

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

export class PointLayers {
  constructor(owner) {
    this.owner = owner;
    this.layers = [];
    this.shown = new Map(); // id -> {layer, sites, markers, total}
    this.box = h("div", { class: "bm-layers", hidden: true });
  }

  /** Take in which layers the reader has chosen. */
  read(shown) {
    this.layers = this.owner.shell.points.map((layer) => ({ ...layer, on: shown.includes(layer.id) }));
  }

  // ---------------------------------------------------------------- the box of layers
  toggleBox() {
    this.box.hidden = !this.box.hidden;
    if (this.box.hidden) return;
    const rows = this.layers.map((p) => this.row(p.title, p.count, p.on, p, (on) => this.choose(p.id, on)));
    const ign = this.row(TEXT.ign, null, Boolean(this.background), null, (on) => this.setBackground(on));
    this.box.replaceChildren(
      h("h4", {}, TEXT.layers),
      ...rows,
      h("hr"),
      ign,
      h("p", { class: "bm-hint" }, TEXT.ignHint),
    );
  }

  row(title, count, on, layer, change) {
    const box = h("input", { type: "checkbox" });
    box.checked = on;
    box.addEventListener("change", () => change(box.checked));
    const mark = layer ? h("span", { class: `bm-mark bm-mark-${layer.shape}` }) : "";
    if (layer) mark.style.background = this.owner.styles().points[layer.id];
    return h("label", { class: "bm-layer" }, box, mark, h("span", {}, title), count === null ? "" : h("span", { class: "bm-count" }, formatNumber(count, 0)));
  }

  choose(id, on) {
    for (const layer of this.layers) if (layer.id === id) layer.on = on;
    this.sync();
    this.owner.send("layers", this.layers.filter((p) => p.on).map((p) => p.id).join(","));
  }

  // ---------------------------------------------------------------- on the map
  sync() {
    for (const layer of this.layers) {
      const entry = this.shown.get(layer.id);
      if (layer.on && !entry) this.show(layer);
      if (!layer.on && entry) {
        entry.markers.forEach((m) => m.remove());
        this.owner.map.closePopup();
        this.shown.delete(layer.id);
      }
    }
    const set = this.owner.styles();
    for (const [id, { markers }] of this.shown) markers.forEach((m) => m.setStyle({ fillColor: set.points[id], color: set.pointEdge }));
    this.owner.root.dataset.points = [...this.shown.values()].reduce((n, l) => n + l.total, 0);
  }

  show(layer) {
    const { L, map, renderers } = this.owner;
    const entry = { layer, sites: [], markers: [], total: 0 };
    this.shown.set(layer.id, entry);
    fetch(layer.url).then((r) => r.json()).then((rows) => {
      if (this.shown.get(layer.id) !== entry) return;
      const sites = new Map();
      for (const row of rows) {
        const key = `${row.lat},${row.lon}`;
        if (!sites.has(key)) sites.set(key, { layer, latlng: L.latLng(row.lat, row.lon), items: [] });
        sites.get(key).items.push(row);
      }
      entry.sites = [...sites.values()];
      entry.total = rows.length;
      const Marker = shapeMarker(L);
      entry.markers = entry.sites.map((site) => new Marker(site.latlng, {
        renderer: renderers.points, pane: "points", interactive: false, shape: layer.shape,
        radius: site.items.length > 1 ? 6 : 4.2, weight: 1, fillOpacity: 0.95,
      }).addTo(map));
      this.sync();
    }).catch(() => this.owner.hint(TEXT.layerFailed));
  }

  sites() {
    return [...this.shown.values()].flatMap((entry) => entry.sites);
  }

  /** The place under a point of the map, nearest first. */
  at(point) {
    let best = null;
    let reach = this.owner.touch ? 196 : 64;
    for (const site of this.sites()) {
      const d = this.owner.map.latLngToContainerPoint(site.latlng).distanceTo(point) ** 2;
      if (d < reach) { reach = d; best = site; }
    }
    return best;
  }

  open(site) {
    const cards = site.items.map((item) => h(
      "article",
      { class: "bm-card" },
      h("h4", {}, item.name),
      h("dl", {}, ...item.facts.flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, text)])),
    ));
    const head = site.items.length > 1 ? [h("p", { class: "bm-card-count" }, `${site.items.length} · ${site.layer.title}`)] : [];
    this.owner.tip.hidden = true;
    this.owner.L.popup({ maxWidth: 300, maxHeight: 260, className: "bm-popup" })
      .setLatLng(site.latlng)
      .setContent(h("div", {}, ...head, ...cards, h("p", { class: "bm-card-source" }, site.layer.source)))
      .openOn(this.owner.map);
    this.owner.status.textContent = site.items.map((item) => item.name).join(", ");
  }

  /** The next place in view, from west to east. */
  next(step) {
    const bounds = this.owner.map.getBounds();
    const sites = this.sites().filter((s) => bounds.contains(s.latlng)).sort((a, b) => a.latlng.lng - b.latlng.lng);
    if (!sites.length) return this.owner.hint(TEXT.noPoints);
    this.index = ((this.index ?? -step) + step + sites.length) % sites.length;
    return this.open(sites[this.index]);
  }

  // ---------------------------------------------------------------- background
  setBackground(on) {
    const { url, attribution } = this.owner.shell.background;
    this.background?.remove();
    this.background = on ? this.owner.L.tileLayer(url, { attribution, maxZoom: 18 }).addTo(this.owner.map) : null;
    this.syncBackground();
  }

  syncBackground() {
    for (const pane of ["areas", "land"]) this.owner.map.getPane(pane).style.opacity = this.background ? 0.72 : 1;
    this.owner.root.classList.toggle("bm-with-background", Boolean(this.background));
  }
}
