// Every French word of the map, the number formats, and the one way to make an element: text is never HTML.

export const TEXT = {
  map: "Carte",
  legend: "Légende",
  inUnit: "En",
  loading: "Chargement de la carte…",
  failed: "La carte n’a pas pu être chargée. Rechargez la page ; si cela continue, prévenez la personne qui héberge ce site.",
  layerFailed: "Cette couche n’a pas pu être chargée.",
  secret: "Secret statistique",
  notAvailable: "Non disponible",
  outside: "Hors du périmètre choisi",
  estimated: "Valeur estimée par la source",
  approximate: "Approximation : moyenne pondérée des communes",
  partial: "Chiffre partiel : une partie des communes n’est pas publiée",
  coming: "Communes en cours de chargement",
  bringing: "Chargement des communes",
  enter: "Cliquer pour voir ses communes",
  places: "Aller à la métropole ou outre-mer",
  scaleNote: { epci: ["Par intercommunalité", " · zoomez pour voir les communes"], commune: ["Par commune", ""] },
  fragile: "Valeur fragile",
  zoomIn: "Zoomer",
  zoomOut: "Dézoomer",
  fit: "Recentrer sur le périmètre",
  layers: "Couches",
  fullScreen: "Plein écran",
  showClass: "Cliquer pour ne montrer que cette classe",
  ign: "Fond de carte IGN",
  ignHint: "Le fond vient de la Géoplateforme (data.geopf.fr) : votre navigateur s’y connecte seulement si vous cochez cette case.",
  wheel: "Cliquez sur la carte, ou Ctrl + molette, pour zoomer",
  twoFingers: "Deux doigts pour déplacer la carte",
  noPoints: "Aucun point affiché dans cette vue : ouvrez « Couches »",
  keyboard: "Au clavier : flèches pour passer d’une commune à l’autre, Entrée pour choisir, + et − pour zoomer, Maj + flèches pour se déplacer, 0 pour recentrer, P pour passer d’un point à l’autre.",
  search: "Chercher dans le tableau",
  commune: "Commune",
  epci: "Intercommunalité",
  departement: "Département",
  status: "Précision",
  className: "Classe",
  areas: {
    commune: { one: "commune", many: "communes", title: "Communes", table: "Tableau des communes", none: "Aucune commune ne correspond." },
    epci: { one: "territoire", many: "territoires", title: "Territoires", table: "Tableau des intercommunalités", none: "Aucune intercommunalité ne correspond." },
  },
  inView: "Communes des départements à l’écran",
  of: "sur",
  previous: "Précédent",
  next: "Suivant",
  sort: "Trier par",
  histogram: "Histogramme",
  nothing: "Aucune valeur publiée pour cet indicateur dans ce périmètre.",
  whole: "Ensemble",
  from: "de",
  to: "à",
};

const FORMATS = new Map();

/** 17250.5 -> « 17 250,5 », with a narrow no-break space. */
export function formatNumber(value, decimals) {
  if (!FORMATS.has(decimals)) {
    FORMATS.set(decimals, new Intl.NumberFormat("fr-FR", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
  }
  return FORMATS.get(decimals).format(value).replace(/^-/, "−");
}

export function formatQuantity(value, unit, decimals) {
  const number = formatNumber(value, decimals);
  if (!unit) return number;
  return `${number}${unit.startsWith("%") ? "\u202f" : "\u00a0"}${unit}`;
}

export function classPhrase(c, labels) {
  if (labels.length < 2) return labels[c];
  const rank = c === 0 ? "1re" : `${c + 1}e`;
  return `${rank} classe sur ${labels.length} : ${labels[c]}`;
}

/** Lower case, no accents, "st" read as "saint": the same key as viz/french.py. */
export function searchKey(text) {
  return text
    .toLowerCase()
    .replace(/œ/g, "oe")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, " ")
    .replace(/\bst(e?s?)\b/g, "saint$1")
    .trim();
}

export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null) continue;
    node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((c) => c !== ""));
  return node;
}

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
