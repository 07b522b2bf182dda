// Find a commune by name, code or postcode: suggestions as one types, no accent needed, "St" read as "Saint".

import { h, searchKey } from "./text.js";

const SHOWN = 8;
const INDEXES = new Map();
const MOUNTED = new WeakMap();

function loadIndex(url) {
  if (!INDEXES.has(url)) {
    INDEXES.set(url, fetch(url).then((r) => r.json()).then((rows) => (Array.isArray(rows[0]) ? unlist(rows) : unpack(rows))));
  }
  return INDEXES.get(url);
}

function unlist(rows) {
  return rows.map(([code, name, postcodes, area]) => ({ code, name, postcodes: postcodes.split(" "), area, key: searchKey(name) }));
}

/** The communes of France, packed by département (viz/search_index.py), the largest first. */
export function unpack(departements) {
  const rows = departements.flatMap(({ code, name, names, postcodes, runs, sizes }) => {
    const digits = 5 - code.length;
    const codes = runs.flatMap(([first, n]) => Array.from({ length: n }, (_, i) => code + String(first + i).padStart(digits, "0")));
    const places = postcodes.split("|").map((text) => text.split(" ").filter(Boolean).map((p) => (p.length < 5 ? code + p : p)));
    return names.split("|").map((commune, i) => ({
      code: codes[i], name: commune, postcodes: places[i], area: name, key: searchKey(commune), size: parseInt(sizes[i], 36),
    }));
  });
  return rows.sort((a, b) => b.size - a.size);
}

/** Lower is better; rows come with the largest communes first, so equal ranks keep that order. */
function rank(row, query, digits) {
  if (digits) {
    if (row.code === digits || row.postcodes.includes(digits)) return 0; // 62300 is Lens before it is a village's code
    if (row.postcodes.some((p) => p.startsWith(digits)) || row.code.startsWith(digits)) return 1;
    return Infinity;
  }
  if (row.key === query) return 0;
  if (row.key.startsWith(query)) return 1;
  if (row.key.includes(` ${query}`)) return 2;
  return row.key.includes(query) ? 3 : Infinity;
}

export function search(rows, text) {
  const query = searchKey(text);
  if (!query) return [];
  const digits = /^\d[\dab ]*$/.test(query) ? query.replace(/ /g, "").toUpperCase() : "";
  return rows
    .map((row, order) => ({ row, order, rank: rank(row, query, digits) }))
    .filter((r) => r.rank < Infinity)
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .slice(0, SHOWN)
    .map((r) => r.row);
}

class Finder {
  constructor(parent, data) {
    this.id = `bm-finder-${data.key}`;
    this.input = h("input", {
      type: "search", id: this.id, class: "bm-finder-input", placeholder: data.placeholder, autocomplete: "off", spellcheck: "false",
      role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${this.id}-list`,
    });
    this.list = h("ul", { class: "bm-finder-list", role: "listbox", id: `${this.id}-list`, "aria-label": data.label });
    this.list.hidden = true;
    this.root = h("div", { class: "bm-map bm-finder", "data-key": data.key }, h("label", { for: this.id }, data.label), this.input, this.list);
    parent.replaceChildren(this.root);
    this.input.addEventListener("input", () => this.suggest());
    this.input.addEventListener("focus", () => this.input.value && this.suggest());
    this.input.addEventListener("keydown", (e) => this.onKey(e));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  update(component) {
    this.send = component.setTriggerValue;
    this.url = component.data.index;
    this.nothing = component.data.nothing;
    this.clears = component.data.clears;
    const { chosen } = component.data;
    if (chosen !== this.chosen) this.input.value = chosen;
    this.chosen = chosen;
  }

  async suggest() {
    const rows = await loadIndex(this.url);
    this.found = search(rows, this.input.value);
    this.active = this.found.length ? 0 : -1;
    const items = this.found.map((row, i) => {
      const item = h(
        "li",
        { role: "option", id: `${this.id}-${i}`, "data-code": row.code },
        h("strong", {}, row.name),
        h("span", {}, `${row.postcodes[0] ?? row.code} · ${row.area}`),
      );
      item.addEventListener("mousedown", (e) => { e.preventDefault(); this.choose(i); });
      return item;
    });
    if (!items.length && searchKey(this.input.value)) items.push(h("li", { class: "bm-finder-none" }, this.nothing));
    this.list.replaceChildren(...items);
    this.list.hidden = !items.length;
    this.mark();
  }

  mark() {
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    [...this.list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === this.active)));
    if (this.active >= 0) this.input.setAttribute("aria-activedescendant", `${this.id}-${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  onKey(event) {
    const count = this.found?.length ?? 0;
    if (event.key === "ArrowDown" && count) this.active = (this.active + 1) % count;
    else if (event.key === "ArrowUp" && count) this.active = (this.active - 1 + count) % count;
    else if (event.key === "Enter") return this.choose(Math.max(0, this.active));
    else if (event.key === "Escape") return this.close();
    else return undefined;
    event.preventDefault();
    return this.mark();
  }

  choose(i) {
    const row = this.found?.[i];
    if (!row) return;
    this.input.value = this.clears ? "" : row.name;
    this.close();
    this.send("clicked", row.code);
  }

  close() {
    this.list.hidden = true;
    this.mark();
  }
}

/** A page without a map has not loaded the style yet. */
function loadStyle() {
  const { href } = new URL("map.css", import.meta.url);
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return;
  if (document.head.querySelector(`link[href="${href}"]`)) return;
  document.head.append(h("link", { rel: "stylesheet", href }));
}

export function mountFinder(component) {
  loadStyle();
  const { parentElement, data } = component;
  let finder = MOUNTED.get(parentElement);
  if (!finder) {
    finder = new Finder(parentElement, data);
    MOUNTED.set(parentElement, finder);
  }
  finder.update(component);
  return () => MOUNTED.delete(parentElement);
}
