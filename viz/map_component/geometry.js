// TopoJSON decoded once per file: rings to draw, arcs to outline any set of areas, point-in-polygon for the mouse.
// A geometry is made of one file or of several; where two files meet, they share the same arcs.

const FILES = new Map(); // url -> {promise, part}

/** Fetch and decode a file; a second request for the same address costs nothing. */
export function loadPart(url) {
  if (!FILES.has(url)) {
    const entry = { part: null };
    entry.promise = fetch(url).then((r) => {
      if (!r.ok) throw new Error(`${url}: ${r.status}`);
      return r.json();
    }).then((topology) => { entry.part = new Part(topology); return entry.part; });
    entry.promise.catch(() => FILES.delete(url)); // a later request may try again
    FILES.set(url, entry);
  }
  return FILES.get(url).promise;
}

/** The decoded file, or nothing as long as it has not come. */
export function readyPart(url) {
  return FILES.get(url)?.part ?? null;
}

/** Absolute positions on the grid, then degrees; `keys` tell an arc by what does not depend on its direction. */
function decodeArcs({ arcs, transform }) {
  const [kx, ky] = transform.scale;
  const [dx, dy] = transform.translate;
  const low = [Math.round(dx / kx), Math.round(dy / ky)];
  const keys = [];
  const lines = arcs.map((arc) => {
    let x = 0;
    let y = 0;
    let sum = [0, 0];
    const line = arc.map(([a, b]) => {
      x += a;
      y += b;
      sum = [sum[0] + x, sum[1] + y];
      return [y * ky + dy, x * kx + dx];
    });
    keys.push(`${arc.length} ${sum[0] + low[0] * arc.length} ${sum[1] + low[1] * arc.length}`);
    return line;
  });
  return { lines, keys };
}

class Part {
  constructor(topology) {
    const { lines, keys } = decodeArcs(topology);
    this.arcs = lines;
    this.keys = keys;
    this.attributes = topology.attributes;
    const { codes, names, epci, epcis, departement, points, ranks } = topology.attributes;
    this.owners = lines.map(() => []);
    this.features = topology.objects.areas.geometries.map((g, i) => {
      const polygons = g.type === "Polygon" ? [g.arcs] : g.arcs;
      for (const arc of polygons.flat(2)) this.owners[arc < 0 ? ~arc : arc].push(i);
      const rings = polygons.map((polygon) => polygon.map((ring) => this.ring(ring)));
      return {
        rings, code: codes[i], name: names[i], epci: epci[i] < 0 ? "" : epcis[epci[i]], epciName: epcis[epci[i]] ?? "",
        departement: departement[i], point: [points[i][1], points[i][0]], rank: ranks[i], box: boxOf(rings),
      };
    });
  }

  ring(arcs) {
    const line = [];
    for (const arc of arcs) {
      const points = arc < 0 ? [...this.arcs[~arc]].reverse() : this.arcs[arc];
      for (let i = line.length ? 1 : 0; i < points.length; i += 1) line.push(points[i]);
    }
    return line;
  }
}

export class Geometry {
  constructor(parts = []) {
    this.features = [];
    this.byCode = new Map();
    this.byRank = [];
    this.arcs = [];
    this.owners = []; // areas on both sides of each arc
    this.edges = new Map(); // arcs that have an area on one side only, by their key
    parts.forEach((part) => this.add(part));
  }

  /** Add the areas of a file; returns where they begin and end among all. */
  add(part) {
    const first = this.features.length;
    for (const feature of part.features) {
      const index = this.features.length;
      this.features.push({ ...feature, index });
      this.byCode.set(feature.code, index);
    }
    part.owners.forEach((owners, arc) => this.addArc(part.arcs[arc], part.keys[arc], owners.map((i) => first + i)));
    this.byRank = [...this.features].sort((a, b) => a.rank - b.rank);
    return { first, end: this.features.length };
  }

  addArc(line, key, owners) {
    const known = owners.length === 1 ? this.edges.get(key) : undefined;
    if (known !== undefined) {
      this.owners[known].push(...owners);
      this.edges.delete(key);
      return;
    }
    if (owners.length === 1) this.edges.set(key, this.arcs.length);
    this.arcs.push(line);
    this.owners.push(owners);
  }

  /** Arcs between areas for which `group` differs, and the outer edge of those where it is truthy or a number. */
  borders(group) {
    const lines = [];
    this.owners.forEach((areas, arc) => {
      const [a, b] = areas.map((i) => group(this.features[i]));
      const outer = areas.length === 1 && a !== false;
      if (outer || (areas.length > 1 && a !== b)) lines.push(this.arcs[arc]);
    });
    return lines;
  }

  indexOf(code) {
    return this.byCode.get(code) ?? -1;
  }

  at({ lat, lng }) {
    for (const f of this.features) {
      const [s, w, n, e] = f.box;
      if (lat < s || lat > n || lng < w || lng > e) continue;
      if (f.rings.some((polygon) => inside(polygon[0], lat, lng) && !polygon.slice(1).some((hole) => inside(hole, lat, lng)))) return f.index;
    }
    return -1;
  }

  nearest({ lat, lng }) {
    return this.closest((f) => (f.point[0] - lat) ** 2 + (0.64 * (f.point[1] - lng)) ** 2);
  }

  /** The closest area in a direction [east, north], within 45 degrees of it. */
  neighbourTowards(from, [east, north]) {
    const [lat, lng] = this.features[from].point;
    return this.closest((f) => {
      const x = 0.64 * (f.point[1] - lng);
      const y = f.point[0] - lat;
      const along = x * east + y * north;
      const aside = Math.abs(x * north) + Math.abs(y * east);
      return f.index === from || along <= aside ? Infinity : along ** 2 + 2 * aside ** 2;
    });
  }

  closest(distance) {
    let best = -1;
    let least = Infinity;
    for (const f of this.features) {
      const d = distance(f);
      if (d < least) { least = d; best = f.index; }
    }
    return best;
  }
}

function boxOf(rings) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygon of rings) {
    for (const [lat, lng] of polygon[0]) {
      box[0] = Math.min(box[0], lat);
      box[1] = Math.min(box[1], lng);
      box[2] = Math.max(box[2], lat);
      box[3] = Math.max(box[3], lng);
    }
  }
  return box;
}

function inside(ring, lat, lng) {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [yi, xi] = ring[i];
    const [yj, xj] = ring[j];
    if (yi > lat !== yj > lat && lng < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}
