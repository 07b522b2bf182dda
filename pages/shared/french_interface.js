// Streamlit has a few words of its own in English: the reader sees French.
const WORDS = new Map(Object.entries({
  "Skip to main content": "Aller au contenu",
  "Page not found": "Page introuvable",
  "The page that you have requested does not seem to exist. Running the app's main page.":
    "La page demandée n’existe pas : voici l’accueil.",
  "No results": "Aucun résultat",
  "Choose an option": "Choisir",
  "Choose options": "Choisir",
  "Clear all": "Tout effacer",
  "Clear value": "Effacer",
  "Select all": "Tout choisir",
  "Upload": "Choisir un fichier",
  "Browse files": "Choisir un fichier",
  "Drag and drop file here": "Déposez un fichier ici",
  "Remove file": "Retirer ce fichier",
  "file upload": "Fichier à lire",
  "Add files": "Changer de fichier",
  "add icon": "Ajouter",
  "Running...": "Calcul en cours…",
  "Stop": "Arrêter",
  "CONNECTING": "CONNEXION",
  "Connection error": "Connexion perdue",
  "Connecting": "Connexion",
  "Fullscreen": "Plein écran",
  "Close fullscreen": "Quitter le plein écran",
  "visualization": "graphique",
  "Show data": "Afficher les données",
  "Download as PNG": "Télécharger l’image",
  "Copy Vega-Lite spec": "Copier la définition du graphique",
  "Show/hide columns": "Colonnes affichées",
  "Copy to clipboard": "Copier",
  "Copied": "Copié",
  "Close": "Fermer",
  "Open": "Ouvrir",
  "Link to heading": "Lien vers ce titre",
  "Failed to generate file for download": "Ce fichier n’a pas pu être fait. Réessayez, ou choisissez un autre format.",
  "Download failed": "Le téléchargement a échoué. Réessayez.",
}));
const PATTERNS = [
  [/^Press (.*Enter) to apply$/, "$1 pour valider"],
  [/^(\d+)\s?MB per file/, "$1\u00a0Mo au plus"],
  [/^([\d.]+)B$/, "$1\u00a0octets"],
  [/^([\d.]+)KB$/, "$1\u00a0ko"],
  [/^([\d.]+)MB$/, "$1\u00a0Mo"],
  [/^(.+), ([\d.]+)([KM]?)B$/, "$1"],
  [/^Remove (.*)$/, "Retirer $1"],
  [/^Help for (.*)$/, "Aide : $1"],
  [/^(\d+) options? available\.?$/, "$1 choix possibles."],
];
const ATTRIBUTES = ["aria-label", "aria-roledescription", "title", "placeholder"];

function french(text) {
  const words = text?.trim();
  if (!words) return undefined;
  const pattern = PATTERNS.find(([english]) => english.test(words));
  return WORDS.get(words) ?? (pattern && words.replace(...pattern));
}

function translate(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const words = french(node.textContent);
    if (words) node.textContent = words;
  }
  const nodes = root.querySelectorAll ? [root, ...root.querySelectorAll("[aria-label], [title], [placeholder]")] : [];
  for (const node of nodes) {
    for (const name of ATTRIBUTES) {
      const words = french(node.getAttribute?.(name));
      if (words) node.setAttribute(name, words);
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
      const words = change.type === "characterData" && french(change.target.textContent);
      if (words) change.target.textContent = words;
      for (const node of change.addedNodes) if (node.nodeType === 1) translate(node);
    }
    dropFalseAlarm(data.addresses);
  });
  window.bmFrench.observe(document.body, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
  return undefined;
}
