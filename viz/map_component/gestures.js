// Mouse, touch and keyboard on the map.

import { TEXT, h } from "./text.js";

export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** The wheel and one finger belong to the page until the reader takes hold of the map. */
export function gentleGestures(owner) {
  const { map, canvasBox, touch, root } = owner;
  canvasBox.addEventListener("focus", () => root.classList.add("bm-focus"));
  canvasBox.addEventListener("blur", () => {
    root.classList.remove("bm-focus");
    map.scrollWheelZoom.disable();
  });
  map.on("mousedown", () => !touch && map.scrollWheelZoom.enable());
  canvasBox.addEventListener("wheel", (e) => {
    if (e.ctrlKey || e.metaKey) return e.preventDefault() || map.setZoomAround(map.mouseEventToLatLng(e), map.getZoom() - Math.sign(e.deltaY) * 0.5);
    if (!map.scrollWheelZoom.enabled()) owner.hint(TEXT.wheel);
  }, { passive: false });
  canvasBox.addEventListener("touchmove", (e) => e.touches.length === 1 && owner.hint(TEXT.twoFingers), { passive: true });
}

export class Gestures {
  constructor(owner) {
    this.owner = owner;
    this.focused = -1;
    const { map, canvasBox } = owner;
    map.on("mousemove", (e) => this.onMove(e));
    map.on("mouseout", () => owner.hover(-1));
    map.on("click", (e) => this.onClick(e));
    canvasBox.addEventListener("keydown", (e) => this.onKey(e));
    canvasBox.addEventListener("blur", () => { this.focused = -1; });
    gentleGestures(owner);
  }

  onMove(event) {
    const { owner } = this;
    if (!owner.level) return;
    const site = owner.points.at(event.containerPoint);
    owner.canvasBox.classList.toggle("bm-pointing", Boolean(site));
    if (site) {
      owner.hover(-1);
      const several = site.items.length > 1;
      owner.tell([h("strong", {}, several ? `${site.items.length} ${site.layer.title.toLowerCase()}` : site.items[0].name), h("span", {}, site.layer.title)], event.containerPoint);
      return;
    }
    const i = owner.level.at(event.latlng);
    owner.hover(i, event.containerPoint);
    if (i < 0) owner.tell(owner.france?.describeLand(event.latlng) ?? [], event.containerPoint);
  }

  onClick(event) {
    const { owner } = this;
    const site = owner.points.at(event.containerPoint);
    if (site) return owner.points.open(site);
    const i = owner.level?.at(event.latlng) ?? -1;
    if (i < 0) return;
    owner.hover(i, event.containerPoint);
    owner.select(i);
  }

  onKey(event) {
    const { map, level } = this.owner;
    if (!level) return;
    const move = ARROWS[event.key];
    if (move && event.shiftKey) map.panBy([move[0] * 120, -move[1] * 120]);
    else if (move) this.walk(move);
    else if (event.key === "Enter" || event.key === " ") this.owner.select(this.focused);
    else if (event.key === "+" || event.key === "=") map.zoomIn(0.5);
    else if (event.key === "-") map.zoomOut(0.5);
    else if (event.key === "0") this.owner.fit(true);
    else if (event.key.toLowerCase() === "p") this.owner.points.next(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") { this.owner.hover(-1); map.closePopup(); } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** From area to area in a direction; the first step starts from the chosen one, or from the middle of the map. */
  walk(move) {
    const { geometry, map, data } = this.owner;
    const selected = geometry.indexOf(data.selected);
    const middle = selected >= 0 ? selected : geometry.nearest(map.getCenter());
    const start = this.focused >= 0 ? this.focused : middle;
    if (start >= 0) this.focus(geometry.neighbourTowards(start, move));
  }

  focus(i) {
    if (i < 0) return;
    this.focused = i;
    const { map, geometry } = this.owner;
    const at = geometry.features[i].point;
    if (!map.getBounds().pad(-0.08).contains(at)) map.panTo(at, { animate: false });
    this.owner.hover(i, null);
    this.owner.status.textContent = this.owner.describe(i).map((node) => node.textContent).join(", ");
  }
}
