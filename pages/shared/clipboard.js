// What every button that copies needs.
const SHOWN_MS = 1800;

export function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** The clipboard of a page without https is closed: a hidden field does it the old way. */
export async function copy(text) {
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

/** Say for a moment what became of a copy in the words of its button. */
export function inform(words, done) {
  const usual = words.dataset.usual ?? (words.dataset.usual = words.textContent);
  words.textContent = done ? "Copié" : "À copier à la main";
  setTimeout(() => { words.textContent = usual; }, SHOWN_MS);
}
