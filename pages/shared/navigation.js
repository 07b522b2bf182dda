// The links of the head. The pages are in SITE, served with this file: what a rerun sends is a few bytes. Each link
// is worked out from the address of the moment, so the choices of the reader follow, whatever wrote them there.
// Streamlit calls the function at the end when its data change: the page is part of them.

const link = (page, path) => new URL(path || ".", new URL(".", document.baseURI)).href + page;

/** The choices that go along: not those of an explorer, and a year only with its indicator. */
function carried(corrected) {
  const query = new URLSearchParams(location.search);
  for (const name of SITE.left) query.delete(name);
  for (const [name, value] of Object.entries(corrected)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  if (!query.has("indicateur")) query.delete("annee");
  const text = query.toString();
  return text && `?${text}`;
}

function build() {
  const nav = document.createElement("nav");
  nav.className = "bm-nav";
  nav.setAttribute("aria-label", "Pages du site");
  const row = document.createElement("ul");
  for (const [path, title] of SITE.pages) {
    const item = document.createElement("li");
    const anchor = document.createElement("a");
    anchor.dataset.path = path;
    anchor.textContent = title;
    item.append(anchor);
    row.append(item);
  }
  nav.append(row);
  return nav;
}

function refresh(nav) {
  const query = carried(nav.corrected);
  for (const anchor of nav.querySelectorAll("a")) {
    anchor.href = link(query, anchor.dataset.path);
    if (anchor.dataset.path === nav.page) anchor.setAttribute("aria-current", "page");
    else anchor.removeAttribute("aria-current");
  }
}

/** Bring the current page into view in a row that scrolls, without moving the page itself. */
function reveal(nav) {
  const row = nav.querySelector("ul");
  const current = nav.querySelector("[aria-current]");
  if (!current || row.scrollWidth <= row.clientWidth) return;
  row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}

/** Fade the end of the row behind which there are more links. */
function shade(nav) {
  const row = nav.querySelector("ul");
  nav.classList.toggle("bm-more-left", row.scrollLeft > 4);
  nav.classList.toggle("bm-more-right", row.scrollLeft + row.clientWidth < row.scrollWidth - 4);
}

const isConnected = () => document.querySelector('[data-testid="stApp"]')?.dataset.testConnectionState === "CONNECTED";

/** Go to a page within the session, as Back and Forward do; a lost connection loads the page anew. */
function follow(event) {
  const anchor = event.target.closest("a");
  if (!anchor || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || !isConnected()) return;
  event.preventDefault();
  if (anchor.href === location.href) return;
  history.pushState({}, "", anchor.href);
  dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
}

export default function ({ parentElement, data }) {
  let nav = parentElement.querySelector("nav");
  if (!nav) {
    nav = build();
    parentElement.replaceChildren(nav);
    for (const name of ["pointerdown", "pointerover", "focusin", "click"]) {
      nav.addEventListener(name, () => refresh(nav), { capture: true });
    }
    nav.addEventListener("click", follow);
    nav.querySelector("ul").addEventListener("scroll", () => shade(nav), { passive: true });
    new ResizeObserver(() => { reveal(nav); shade(nav); }).observe(nav);
  }
  const moved = nav.page !== data.page;
  Object.assign(nav, data);
  refresh(nav);
  if (moved) reveal(nav);
  shade(nav);
  return undefined;
}
