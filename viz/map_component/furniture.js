// What every map of the site has: Leaflet itself, its options, its buttons, the theme of the page.

import { h, svg } from "./text.js";

const ICONS = {
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5M12 9.5v5M9.5 12h5",
  layers: "M12 4 3 9l9 5 9-5zM3 14l9 5 9-5",
  full: "M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5M4 4l6 6M20 4l-6 6M4 20l6-6M20 20l-6-6",
};

/** Load Leaflet and its styles once for all maps of the page. */
export function loadLeaflet(urls) {
  if (!window.bmLeaflet) {
    window.bmLeaflet = new Promise((resolve, reject) => {
      const styled = urls.styles.map((href) => new Promise((done) => { // a map without its style has no height to fit
        document.head.append(Object.assign(h("link", { rel: "stylesheet", href }), { onload: done, onerror: done }));
      }));
      const script = h("script", { src: urls.leaflet });
      script.onload = () => Promise.all(styled).then(() => resolve(window.L));
      script.onerror = () => reject(new Error(urls.leaflet));
      document.head.append(script);
    });
  }
  return window.bmLeaflet;
}

/** Tell whether the page is dark, from the background that Streamlit gives it. */
export function darkTheme(element) {
  const colour = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const hex = /^#([0-9a-f]{6})/i.exec(colour);
  if (!hex) return window.matchMedia("(prefers-color-scheme: dark)").matches;
  const n = parseInt(hex[1], 16);
  return 0.299 * (n >> 16) + 0.587 * ((n >> 8) & 255) + 0.114 * (n & 255) < 128;
}

export function isTouch() {
  return window.matchMedia("(pointer: coarse)").matches;
}

export function stillReader() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** One finger scrolls the page, the wheel zooms after a click only. */
export function mapOptions(minZoom) {
  return {
    zoomControl: false,
    attributionControl: false,
    keyboard: false,
    scrollWheelZoom: false,
    dragging: !isTouch(),
    touchZoom: true,
    zoomSnap: 0.25,
    zoomDelta: 0.5,
    wheelPxPerZoomLevel: 90,
    minZoom,
    maxZoom: 16,
    zoomAnimation: !stillReader(),
    markerZoomAnimation: true,
  };
}

function icon(path) {
  return svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: path }));
}

export function toolButton(name, title, action) {
  const button = h("button", { type: "button", class: `bm-tool bm-tool-${name}`, title, "aria-label": title }, icon(ICONS[name]));
  button.addEventListener("click", action);
  return button;
}

/** Say something over the map for a moment. */
export function hint(owner, text) {
  owner.notice.textContent = text;
  owner.notice.hidden = false;
  clearTimeout(owner.hintTimer);
  owner.hintTimer = setTimeout(() => { owner.notice.hidden = true; }, 1400);
}

/** Fill the screen with the map, or give it back; a phone that cannot gets the whole page. */
export function toggleFullScreen(root) {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (root.requestFullscreen) root.requestFullscreen();
  else root.classList.toggle("bm-full");
}
