// TopoJSON decoded once: rings to draw, arcs to outline any set of areas, point-in-polygon for the mouse.

const CACHE = new Map();

/** Fetch and decode a geometry file; a second request for the same address costs nothing. */
export function loadGeometry(url) {
  if (!CACHE.has(url)) {
    CACHE.set(url, fetch(url).then((r) => {
      if (!r.ok) throw new Error(`${url}: ${r.status}`);
      return r.json();
    }).then((topology) => new Geometry(topology)));
  }
  return CACHE.get(url);
}

function decodeArcs({ arcs, transform }) {
  const [kx, ky] = transform.scale;
  const [dx, dy] = transform.translate;
  return arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([a, b]) => {
      x += a;
      y += b;
      return [y * ky + dy, x * kx + dx];
    });
  });
}

class Geometry {
  constructor(topology) {
    this.arcs = decodeArcs(topology);
    const { codes, names, epci, epcis, departement, points, ranks } = topology.attributes;
    this.owners = this.arcs.map(() => []);
    this.features = topology.objects.areas.geometries.map((g, index) => {
      const polygons = g.type === "Polygon" ? [g.arcs] : g.arcs;
      for (const arc of polygons.flat(2)) this.owners[arc < 0 ? ~arc : arc].push(index);
      const rings = polygons.map((polygon) => polygon.map((ring) => this.ring(ring)));
      return {
        index, rings, code: codes[index], name: names[index], epci: epci[index], epciName: epcis[epci[index]] ?? "",
        departement: departement[index], point: [points[index][1], points[index][0]], rank: ranks[index], box: boxOf(rings),
      };
    });
    this.byCode = new Map(this.features.map((f) => [f.code, f.index]));
    this.byRank = [...this.features].sort((a, b) => a.rank - b.rank);
  }

  ring(arcs) {
    const line = [];
    for (const arc of arcs) {
      const points = arc < 0 ? [...this.arcs[~arc]].reverse() : this.arcs[arc];
      for (let i = line.length ? 1 : 0; i < points.length; i += 1) line.push(points[i]);
    }
    return line;
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
