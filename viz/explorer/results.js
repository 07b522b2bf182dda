// The list beside the map, and the card of one row in its place.

import { WORDS } from "./explorer_text.js";
import { symbol } from "./symbols.js";
import { h } from "./text.js";

const PAGE = 60;

function safeLink([text, url]) {
  if (!/^https?:\/\//i.test(url)) return h("span", {}, text);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

export class Results {
  constructor(owner) {
    this.owner = owner;
    this.list = h("ul", { class: "bx-list", "aria-label": WORDS.list });
    this.more = h("button", { type: "button", class: "bx-more bx-next" }, WORDS.more);
    this.more.addEventListener("click", () => this.grow());
    this.empty = h("p", { class: "bm-empty", hidden: true }, WORDS.empty);
    this.pages = h("div", { class: "bx-pages" }, this.list, this.empty, this.more);
    this.card = h("article", { class: "bx-card", hidden: true, tabindex: -1 });
    this.box = h("div", { class: "bx-results" }, this.pages, this.card);
  }

  show(indices) {
    this.indices = indices;
    this.list.replaceChildren();
    this.pages.scrollTop = 0;
    this.drawn = 0;
    this.empty.hidden = indices.length > 0;
    this.grow();
  }

  grow() {
    const next = this.indices.slice(this.drawn, this.drawn + PAGE);
    this.list.append(...next.map((i) => this.item(i)));
    this.drawn += next.length;
    this.more.hidden = this.drawn >= this.indices.length;
  }

  item(i) {
    const { owner } = this;
    const row = owner.rows[i];
    const button = h(
      "button",
      { type: "button", class: "bx-item", "data-id": row.id },
      symbol(owner.symbolOf(row.kind).shape, owner.colour(row.kind), { doubt: row.doubt, size: 16 }),
      h("span", {}, h("strong", {}, row.name), h("small", {}, row.line ?? owner.kindLabel(row))),
    );
    button.addEventListener("click", () => owner.open(i, "list"));
    for (const [enter, leave] of [["mouseenter", "mouseleave"], ["focus", "blur"]]) {
      button.addEventListener(enter, () => owner.places?.mark(i));
      button.addEventListener(leave, () => owner.places?.mark(owner.opened));
    }
    return h("li", {}, button);
  }

  // ---------------------------------------------------------------- one row
  /** Show the card of a row; nothing brings the list back. */
  open(i) {
    const from = this.card.dataset.id;
    this.card.hidden = i === null;
    this.pages.hidden = i !== null;
    if (i !== null) return this.draw(i);
    delete this.card.dataset.id;
    return this.list.querySelector(`[data-id="${CSS.escape(from ?? "")}"]`);
  }

  draw(i) {
    const { owner } = this;
    const row = owner.rows[i];
    this.card.dataset.id = row.id;
    const precision = WORDS.precision[row.lat === null ? "none" : row.precision];
    this.card.replaceChildren(
      h("div", { class: "bx-card-head" }, this.button("bx-back", `← ${WORDS.back}`, () => owner.open(null, "list")), this.steps(i)),
      h("p", { class: "bx-card-kind" }, symbol(owner.symbolOf(row.kind).shape, owner.colour(row.kind), { doubt: row.doubt, size: 16 }), owner.kindLabel(row)),
      h("h3", {}, row.name),
      precision ? h("p", { class: "bx-flag" }, precision) : "",
      row.doubt ? h("p", { class: "bx-flag" }, WORDS.doubt) : "",
      h("dl", {}, ...(row.facts ?? []).flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, text)])),
      row.lat === null ? "" : this.button("bx-more bx-locate", WORDS.locate, () => owner.locate(i)),
      row.links?.length ? h("ul", { class: "bx-links" }, ...row.links.map((link) => h("li", {}, safeLink(link)))) : "",
      h("p", { class: "bx-card-source" }, row.source ?? owner.shell.source),
    );
    this.card.scrollTop = 0;
    return this.card;
  }

  button(kind, words, action, more = {}) {
    const button = h("button", { type: "button", class: kind, ...more }, words);
    button.addEventListener("click", action);
    return button;
  }

  steps(i) {
    const at = this.indices.indexOf(i);
    const to = (step) => this.indices[at + step];
    const make = (step, sign, label) => this.button("bx-step", sign, () => this.owner.open(to(step), "list"), { "aria-label": label, title: label, disabled: at < 0 || to(step) === undefined });
    return h("span", { class: "bx-steps" }, make(-1, "‹", WORDS.previous), make(1, "›", WORDS.next));
  }
}
