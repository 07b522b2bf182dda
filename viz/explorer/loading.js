// Files, scripts and styles, each fetched once for all that the page shows.

import { WORDS } from "./explorer_text.js";
import { h } from "./text.js";

const FILES = new Map();
const SCRIPTS = new Map();
const STYLED = new Map();

export function fetched(url) {
  if (!FILES.has(url)) {
    const file = fetch(url).then((r) => {
      if (!r.ok) throw new Error(`${url}: ${r.status}`);
      return r.json();
    });
    file.catch(() => FILES.delete(url));
    FILES.set(url, file);
  }
  return FILES.get(url);
}

export function loadScript(url) {
  if (!SCRIPTS.has(url)) {
    SCRIPTS.set(url, new Promise((resolve, reject) => {
      const script = h("script", { src: url });
      script.onload = resolve;
      script.onerror = () => reject(new Error(url));
      document.head.append(script);
    }));
  }
  return SCRIPTS.get(url);
}

/** Wait for the styles of the explorer: a map without a height has no bounds to fit. */
export function loadStyles(hrefs) {
  return Promise.all(hrefs.map((href) => {
    if (!STYLED.has(href)) {
      STYLED.set(href, new Promise((done) => {
        document.head.append(Object.assign(h("link", { rel: "stylesheet", href }), { onload: done, onerror: done }));
      }));
    }
    return STYLED.get(href);
  }));
}

export function failed(parent, error) {
  console.error(error);
  parent.replaceChildren(h("p", { class: "bm-loading" }, WORDS.failed));
}
