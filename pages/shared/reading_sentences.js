// Reading sentences, each with a button that copies it with its source: what a reader quotes in a meeting.
const ICON = "M9 3h9a2 2 0 0 1 2 2v11M6 7h8a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2z";
const SHOWN_MS = 1800;

function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function icon() {
  const box = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  box.setAttribute("viewBox", "0 0 24 24");
  box.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICON);
  box.append(path);
  return box;
}

/** The clipboard of a page without https is closed: a hidden field does it the old way. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = element("textarea", { "aria-hidden": "true", style: "position:fixed;opacity:0" });
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

function row(sentence, source) {
  const words = element("span", { role: "status" }, "Copier");
  const button = element("button", { type: "button", class: "bm-copy", title: "Copier la phrase et sa source" }, icon(), words);
  button.addEventListener("click", async () => {
    words.textContent = (await copy(`${sentence} (${source})`)) ? "Copié" : "À copier à la main";
    setTimeout(() => { words.textContent = "Copier"; }, SHOWN_MS);
  });
  return element("li", {}, element("span", { class: "bm-sentence" }, sentence), button);
}

export default function ({ parentElement, data }) {
  const rows = data.sentences.map((sentence) => row(sentence, data.source));
  parentElement.replaceChildren(element("ul", { class: "bm-sentences" }, ...rows));
}
