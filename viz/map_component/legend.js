// The legend of the areas on screen: their classes with counts, what is missing, where the figures come from.

import { TEXT, formatNumber, h } from "./text.js";

export class Legend {
  constructor(owner) {
    this.owner = owner;
    this.box = h("aside", { class: "bm-legend", "aria-label": TEXT.legend });
  }

  draw() {
    const { data, level } = this.owner;
    const { words, counts } = level;
    const set = this.owner.styles();
    const rows = words.legend.map((label, i) => this.row(String(i), label, set.classes[i], counts.get(String(i)) || 0));
    if (counts.get("s")) rows.push(this.row("s", TEXT.secret, null, counts.get("s")));
    if (counts.get("n")) rows.push(this.row("n", TEXT.notAvailable, set.notAvailable, counts.get("n")));
    this.box.replaceChildren(
      h("h3", { class: "bm-legend-title" }, data.title),
      h("p", { class: "bm-legend-sub" }, words.subtitle),
      data.unit && !data.categories ? h("p", { class: "bm-legend-unit" }, `${TEXT.inUnit} ${data.unit}`) : "",
      data.symbols ? h("div", { class: "bm-sizes" }) : "",
      h("ul", { class: "bm-legend-rows" }, ...rows),
      ...words.notes.map((note) => h("p", { class: "bm-legend-note" }, note)),
      h("p", { class: "bm-legend-source" }, data.source),
    );
    if (data.symbols) this.drawSizes();
  }

  row(c, label, colour, count) {
    const { owner } = this;
    const swatch = h("span", { class: `bm-swatch bm-swatch-${c}` });
    if (c === "s") {
      const [ink, paper] = owner.styles().secret;
      swatch.style.background = `repeating-linear-gradient(135deg, ${paper} 0 3px, ${ink} 3px 4.4px)`;
    } else {
      swatch.style.background = colour;
    }
    const button = h(
      "button",
      { type: "button", class: "bm-class", "aria-pressed": String(owner.pinnedClass === c), title: TEXT.showClass },
      swatch,
      h("span", { class: "bm-label" }, label),
      h("span", { class: "bm-count" }, formatNumber(count, 0)),
    );
    button.addEventListener("mouseenter", () => owner.paint(c));
    button.addEventListener("mouseleave", () => owner.paint());
    button.addEventListener("click", () => {
      owner.pinnedClass = owner.pinnedClass === c ? null : c;
      this.box.querySelectorAll(".bm-class").forEach((b) => b.setAttribute("aria-pressed", "false"));
      button.setAttribute("aria-pressed", String(owner.pinnedClass === c));
      owner.paint();
      owner.tellCompanions();
    });
    return h("li", { "data-class": c }, button);
  }

  /** Circles of three round values, as large as on the map. */
  drawSizes() {
    const { level } = this.owner;
    const box = this.box.querySelector(".bm-sizes");
    if (!box || !(level.largest > 0)) return;
    box.replaceChildren(...level.sizes().map((value) => {
      const disc = h("span", { class: "bm-disc" });
      disc.style.width = disc.style.height = `${2 * level.radius(value)}px`;
      return h("span", { class: "bm-size" }, disc, h("span", {}, formatNumber(value, 0)));
    }));
  }
}
