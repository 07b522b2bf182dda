// Reading sentences, each with a button that copies it with its source: what a reader quotes in a meeting.
import { copy, element, inform } from "./clipboard.js";

const ICON = "M9 3h9a2 2 0 0 1 2 2v11M6 7h8a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2z";
function icon() {
  const box = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  box.setAttribute("viewBox", "0 0 24 24");
  box.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICON);
  box.append(path);
  return box;
}

function row(sentence, source) {
  const words = element("span", { role: "status" }, "Copier");
  const button = element("button", { type: "button", class: "bm-copy", title: "Copier la phrase et sa source" }, icon(), words);
  button.addEventListener("click", async () => inform(words, await copy(`${sentence} (${source})`)));
  return element("li", {}, element("span", { class: "bm-sentence" }, sentence), button);
}

export default function ({ parentElement, data }) {
  const rows = data.sentences.map((sentence) => row(sentence, data.source));
  parentElement.replaceChildren(element("ul", { class: "bm-sentences" }, ...rows));
}
