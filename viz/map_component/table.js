// The table beside the map, from the same values: search, sort, pages, and a row for each area of the perimeter.

import { TEXT, formatNumber, h, searchKey } from "./text.js";

const PAGE = 15;
const FRENCH = new Intl.Collator("fr");

export class MapTable {
  constructor(box, owner) {
    this.box = box;
    this.owner = owner;
    this.page = 0;
    this.sort = { column: "name", down: false }; // never opens as a league table
    this.input = h("input", { type: "search", class: "bm-search", placeholder: TEXT.search, "aria-label": TEXT.search });
    this.input.addEventListener("input", () => { this.page = 0; this.draw(); });
    this.body = h("div", { class: "bm-table-body" });
    this.heading = h("h3", {});
    this.box.append(h("div", { class: "bm-table-head" }, this.heading, this.input), this.body);
  }

  update(map) {
    this.map = map;
    if (this.geometry !== map.geometry) this.keys = [];
    this.geometry = map.geometry;
    for (const f of this.geometry.features.slice(this.keys.length)) this.keys.push(searchKey(`${f.name} ${f.code} ${f.epciName}`));
    this.words = TEXT.areas[map.level.words.scale];
    this.box.classList.toggle("bm-dark", map.dark);
    this.page = 0;
    this.draw();
  }

  /** Of the communes of France, the table lists those on screen, and says so. */
  title() {
    const { level } = this.map;
    const listed = level.runs.reduce((n, { first, end, on }) => n + (on ? end - first : 0), 0);
    const all = level.all.values.length;
    if (listed === all) return this.words.table;
    return `${TEXT.inView} (${formatNumber(listed, 0)} ${TEXT.of} ${formatNumber(all, 0)})`;
  }

  columns() {
    const { data, level } = this.map;
    const broad = level.words.scale === "epci";
    const unit = data.unit ? ` (${data.unit})` : "";
    return [
      { id: "name", title: broad ? TEXT.epci : TEXT.commune, text: (f) => f.name },
      { id: "epci", title: broad ? TEXT.departement : TEXT.epci, text: (f) => f.epciName },
      ...(data.categories ? [{ id: "class", title: TEXT.className, text: (f) => level.words.legend[this.map.classOf[f.index]] ?? "" }] : []),
      { id: "value", title: `${data.short}${unit}`, text: (f) => this.valueText(f.index), number: true },
      { id: "note", title: TEXT.status, text: (f) => this.note(f.index) },
    ];
  }

  valueText(i) {
    const value = this.map.values[i];
    return value === null ? "—" : formatNumber(value, this.map.data.decimals);
  }

  note(i) {
    const { classOf, flagOf } = this.map;
    if (classOf[i] === "s") return TEXT.secret;
    if (classOf[i] === "n") return TEXT.notAvailable;
    return { e: TEXT.estimated, f: TEXT.fragile, a: TEXT.approximate, p: TEXT.partial }[flagOf[i]] ?? "";
  }

  rows() {
    const query = searchKey(this.input.value);
    const { classOf, pinnedClass, level } = this.map;
    const kept = this.geometry.features.filter((f) => classOf[f.index] !== "-" && level.isOn(f.index)
      && (pinnedClass === null || classOf[f.index] === pinnedClass)
      && this.keys[f.index].includes(query));
    return kept.sort((a, b) => this.compare(a, b));
  }

  compare(a, b) {
    const { column, down } = this.sort;
    const sign = down ? -1 : 1;
    if (column !== "value") {
      const text = this.columns().find((c) => c.id === column).text;
      return sign * FRENCH.compare(text(a), text(b)) || FRENCH.compare(a.name, b.name);
    }
    const [x, y] = [this.map.values[a.index], this.map.values[b.index]];
    if (x === null || y === null) return (x === null) - (y === null) || FRENCH.compare(a.name, b.name);
    return sign * (x - y) || FRENCH.compare(a.name, b.name);
  }

  draw() {
    if (!this.map) return;
    const rows = this.rows();
    const pages = Math.max(1, Math.ceil(rows.length / PAGE));
    this.page = Math.min(this.page, pages - 1);
    const shown = rows.slice(this.page * PAGE, (this.page + 1) * PAGE);
    const columns = this.columns();
    this.box.dataset.rows = rows.length;
    this.heading.textContent = this.title();
    this.cells = new Map();
    this.body.replaceChildren(
      h(
        "table",
        {},
        h("caption", { class: "bm-live" }, `${this.map.data.title}, ${this.map.level.words.subtitle}`),
        h("thead", {}, h("tr", {}, ...columns.map((c) => this.header(c)))),
        h("tbody", {}, ...shown.map((f) => this.row(f, columns))),
      ),
      rows.length ? this.pager(rows.length, pages) : h("p", { class: "bm-empty" }, this.words.none),
    );
  }

  header(column) {
    const active = this.sort.column === column.id;
    const arrow = active ? (this.sort.down ? " ↓" : " ↑") : "";
    const button = h("button", { type: "button", title: `${TEXT.sort} ${column.title}` }, `${column.title}${arrow}`);
    button.addEventListener("click", () => {
      this.sort = { column: column.id, down: active ? !this.sort.down : Boolean(column.number) };
      this.page = 0;
      this.draw();
    });
    const order = active ? (this.sort.down ? "descending" : "ascending") : "none";
    return h("th", { scope: "col", "aria-sort": order, class: column.number ? "bm-number" : "" }, button);
  }

  row(feature, columns) {
    const set = this.map.styles();
    const c = this.map.classOf[feature.index];
    const dot = h("span", { class: "bm-dot" });
    dot.style.background = set.classes[c] ?? (c === "s" ? set.secret[0] : set.notAvailable);
    const cells = columns.map((column) => {
      if (column.id !== "name") return h("td", { class: column.number ? "bm-number" : "" }, column.text(feature));
      const pick = h("button", { type: "button", class: "bm-pick" }, dot, feature.name);
      pick.addEventListener("click", () => this.owner()?.select(feature.index));
      return h("th", { scope: "row" }, pick);
    });
    const chosen = feature.code === this.map.data.selected;
    const row = h("tr", { "data-code": feature.code, class: chosen ? "bm-chosen" : "" }, ...cells);
    row.addEventListener("mouseenter", () => this.owner()?.hover(feature.index, null));
    row.addEventListener("mouseleave", () => this.owner()?.hover(-1));
    this.cells.set(feature.index, row);
    return row;
  }

  pager(total, pages) {
    const step = (by) => () => { this.page += by; this.draw(); };
    const previous = h("button", { type: "button", disabled: this.page === 0 }, `‹ ${TEXT.previous}`);
    const next = h("button", { type: "button", disabled: this.page >= pages - 1 }, `${TEXT.next} ›`);
    previous.addEventListener("click", step(-1));
    next.addEventListener("click", step(1));
    const first = this.page * PAGE + 1;
    const last = Math.min(total, first + PAGE - 1);
    const range = `${formatNumber(first, 0)} à ${formatNumber(last, 0)} sur ${formatNumber(total, 0)}`;
    return h("nav", { class: "bm-pager", "aria-label": this.words.table }, previous, h("span", {}, range), next);
  }

  mark(index) {
    this.cells?.forEach((row, i) => row.classList.toggle("bm-hovered", i === index));
  }
}
