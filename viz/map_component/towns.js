// Names of towns: the largest first; a name that would touch one already there waits for a closer zoom.

import { h } from "./text.js";

const GAP = { x: 8, y: 3 };
const MOST = 400;
const ROOM = 30000; // pixels of map for one name, beyond the Nord and the Pas-de-Calais

export class Towns {
  constructor(owner) {
    this.map = owner.map;
    this.pane = owner.map.getPane("labels");
    this.nodes = new Map();
    this.towns = [];
    owner.map.on("zoomend moveend resize", () => this.place());
  }

  /** Name these places, largest first: [{name, point}]. `spread` counts those in view only. */
  show(towns, spread) {
    if (this.towns === towns && this.spread === spread) return;
    this.towns = towns;
    this.spread = spread;
    this.place();
  }

  place() {
    const size = this.map.getSize();
    const few = Math.round(7 * 1.9 ** (this.map.getZoom() - 7.5) + 6);
    const limit = this.spread ? Math.round((size.x * size.y) / ROOM) + 3 : Infinity;
    const taken = [];
    this.pane.replaceChildren();
    for (const { name, point } of this.spread ? this.towns : this.towns.slice(0, Math.min(few, MOST))) {
      if (taken.length >= limit) break;
      const at = this.map.latLngToContainerPoint(point);
      if (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y) continue;
      const half = name.length * 3.3 + GAP.x;
      const box = [at.x - half, at.y - 8 - GAP.y, at.x + half, at.y + 8 + GAP.y];
      if (box[0] < 2 || box[2] > size.x - 2) continue;
      if (taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue;
      taken.push(box);
      this.pane.append(this.node(name, point));
    }
  }

  node(name, point) {
    const key = `${name} ${point}`;
    if (!this.nodes.has(key)) this.nodes.set(key, h("span", { class: "bm-town" }, name));
    const node = this.nodes.get(key);
    const at = this.map.latLngToLayerPoint(point);
    node.style.transform = `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)`;
    return node;
  }
}
