// The address of what the reader sees, and the code that shows it on another website.
import { copy, element, inform } from "./clipboard.js";

const EMBED = "integration";

function address(query, embedded) {
  const url = new URL(location.href);
  const asked = new URLSearchParams(query);
  if (embedded) asked.set(EMBED, "1");
  url.search = asked.toString();
  url.hash = "";
  return url.href;
}

function snippet(query, title) {
  const frame = element("iframe", {
    src: address(query, true), title, width: "100%", height: "700", loading: "lazy", style: "border:0",
  });
  return frame.outerHTML;
}

function button(label, text) {
  const words = element("span", { role: "status" }, label);
  const node = element("button", { type: "button", class: "bm-copy", title: label }, words);
  node.addEventListener("click", async () => inform(words, await copy(text())));
  return node;
}

export default function ({ parentElement, data }) {
  parentElement.replaceChildren(element("div", { class: "bm-share" },
    button("Copier le lien", () => address(data.query, false)),
    button("Copier le code d’intégration", () => snippet(data.query, data.title))));
}
