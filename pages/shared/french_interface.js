// Streamlit has a few words of its own in English: the reader sees French.
const WORDS = new Map(Object.entries({
  "Skip to main content": "Aller au contenu",
  "Page not found": "Page introuvable",
  "The page that you have requested does not seem to exist. Running the app's main page.":
    "La page demandée n’existe pas : voici l’accueil.",
  "No results": "Aucun résultat",
  "Choose an option": "Choisir",
  "Running...": "Calcul en cours…",
  "Stop": "Arrêter",
  "CONNECTING": "CONNEXION",
  "Connection error": "Connexion perdue",
  "Connecting": "Connexion",
  "Fullscreen": "Plein écran",
  "Close fullscreen": "Quitter le plein écran",
  "Show/hide columns": "Colonnes affichées",
  "Copy to clipboard": "Copier",
  "Copied": "Copié",
  "Close": "Fermer",
}));
const ATTRIBUTES = ["aria-label", "title", "placeholder"];

function translate(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const french = WORDS.get(node.textContent.trim());
    if (french) node.textContent = french;
  }
  const nodes = root.querySelectorAll ? [root, ...root.querySelectorAll("[aria-label], [title], [placeholder]")] : [];
  for (const node of nodes) {
    for (const name of ATTRIBUTES) {
      const french = WORDS.get(node.getAttribute?.(name)?.trim());
      if (french) node.setAttribute(name, french);
    }
  }
}

/** Before the app has named its pages, the first visitor of a server is told that a page is missing: it is not. */
function dropFalseAlarm(addresses) {
  const dialog = document.querySelector("[role=dialog]");
  const address = location.pathname.split("/").pop();
  if (address && addresses.includes(address) && dialog?.textContent.includes("Page introuvable")) {
    dialog.querySelector("button")?.click();
  }
}

export default function ({ data }) {
  if (window.bmFrench) return undefined;
  document.documentElement.lang = "fr";
  translate(document.body);
  dropFalseAlarm(data.addresses);
  window.bmFrench = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") translate(change.target);
      if (change.type === "characterData" && WORDS.has(change.target.textContent.trim())) {
        change.target.textContent = WORDS.get(change.target.textContent.trim());
      }
      for (const node of change.addedNodes) if (node.nodeType === 1) translate(node);
    }
    dropFalseAlarm(data.addresses);
  });
  window.bmFrench.observe(document.body, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["placeholder"],
  });
  return undefined;
}
