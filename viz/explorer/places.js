// The rows on the map: bubbles that split as the reader comes near, points of one place that fan out.

import { bubble, pin } from "./symbols.js";

export class Places {
  constructor(owner) {
    this.owner = owner;
    const { L, map } = owner;
    map.createPane("places").style.zIndex = 470;
    this.group = L.markerClusterGroup({
      maxClusterRadius: (zoom) => (zoom >= 14 ? 22 : 50),
      showCoverageOnHover: false,
      zoomToBoundsOnClick: true,
      spiderfyOnMaxZoom: true,
      spiderLegPolylineOptions: { weight: 1.2, opacity: 0.6, color: "#777" },
      animate: map.options.zoomAnimation,
      animateAddingMarkers: false,
      removeOutsideVisibleBounds: true,
      clusterPane: "places",
      iconCreateFunction: (cluster) => this.bubbleIcon(cluster),
    });
    this.markers = owner.rows.map((row, i) => (row.lat === null || row.lat === undefined ? null : this.marker(row, i)));
    this.group.on("click", (e) => owner.open(e.layer.index, "map"));
    this.group.on("mouseover", (e) => owner.tell([owner.rows[e.layer.index].name, owner.kindLabel(owner.rows[e.layer.index])], e.layer.getLatLng()));
    this.group.on("mouseout clusterclick", () => owner.tell([]));
    map.addLayer(this.group);
  }

  marker(row, index) {
    const { L, owner } = this;
    const { node, size } = pin(row, owner.symbolOf(row.kind).shape, owner.colour(row.kind));
    const icon = this.icon(node, size, "bx-pin");
    const marker = this.owner.L.marker([row.lat, row.lon], { icon, pane: "places", keyboard: false, riseOnHover: true });
    marker.index = index;
    return marker;
  }

  icon(node, size, className) {
    return this.owner.L.divIcon({ html: node, iconSize: [size, size], className });
  }

  bubbleIcon(cluster) {
    const counts = new Map(this.owner.shell.symbols.map(({ kind }) => [kind, 0]));
    for (const { index } of cluster.getAllChildMarkers()) {
      const { kind } = this.owner.rows[index];
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    for (const [kind, n] of counts) if (!n) counts.delete(kind);
    const { node, size } = bubble(counts, (kind) => this.owner.colour(kind));
    return this.icon(node, size, "bx-cluster");
  }

  /** Show these rows alone. */
  show(indices) {
    this.group.clearLayers();
    this.group.addLayers(indices.map((i) => this.markers[i]).filter(Boolean));
  }

  count() {
    return this.group.getLayers().length;
  }

  /** Stress the place of a row, or the bubble that holds it. */
  mark(index) {
    this.marked?.classList.remove("bx-marked");
    const marker = index === null ? null : this.markers[index];
    if (!marker || !this.group.hasLayer(marker)) return;
    this.marked = this.group.getVisibleParent(marker)?.getElement() ?? null;
    this.marked?.classList.add("bx-marked");
  }

  /** Come near enough to see a row out of its bubble. */
  reach(index, done) {
    const marker = this.markers[index];
    if (!marker || !this.group.hasLayer(marker)) return;
    this.group.zoomToShowLayer(marker, done);
  }
}
