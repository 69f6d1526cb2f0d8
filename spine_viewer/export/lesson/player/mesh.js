// Meshes from the bytes that codec.py writes, and shapes that are made here: tubes, turned profiles, balls.

import { add, cross, dot, less, square, times, unit } from "./vectors.js";

const SKIP = 0, NEW = 1, BEFORE = 2, AFTER = 3; // 4: any other vertex
const COLOUR_STEP = 4;

/** A mesh {places: Uint16Array 3n, faces: Uint32Array 3m, colours: Uint8Array 3n or null, low, step}. */
export function unpack(head, bytes) {
  const count = head.vertices;
  let at = 0;
  const take = (length) => bytes.subarray(at, (at += length));
  const symbols = take(head.symbols), references = take(head.references);
  const lowBytes = take(3 * count), highBytes = take(3 * count);
  const places = new Uint16Array(3 * count), faces = new Uint32Array(3 * head.triangles);
  const before = new Int32Array(count), after = new Int32Array(count);
  let met = 0, symbol = 0, reference = 0, corner = 0;

  const nextReference = () => {
    let value = 0, shift = 0, byte;
    do {
      byte = references[reference++];
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    return value;
  };
  const meet = (x, y, z) => { // a new vertex near where it is expected; sums are taken modulo 2^16
    const expected = [x, y, z];
    for (let i = 0; i < 3; i++) {
      const folded = lowBytes[i * count + met] | (highBytes[i * count + met] << 8);
      places[3 * met + i] = expected[i] + (folded & 1 ? -((folded + 1) >> 1) : folded >> 1);
    }
    return met++;
  };
  const seedVertex = () => {
    const back = nextReference();
    if (back) return met - back;
    const last = 3 * (met - 1);
    return met ? meet(places[last], places[last + 1], places[last + 2]) : meet(0, 0, 0);
  };

  const stack = []; // corners of an edge and the one opposite: a, b, c
  while (corner < faces.length) {
    const a = seedVertex(), b = seedVertex(), c = seedVertex();
    faces[corner++] = a; faces[corner++] = b; faces[corner++] = c;
    after[a] = b; after[b] = c; after[c] = a;
    before[a] = c; before[b] = a; before[c] = b;
    stack.push(c, a, b, b, c, a, a, b, c);
    while (stack.length) {
      const r = stack.pop(), q = stack.pop(), p = stack.pop();
      const kind = symbols[symbol++];
      if (kind === SKIP) continue;
      let d;
      if (kind === NEW) {
        const at3 = (i) => places[3 * p + i] + places[3 * q + i] - places[3 * r + i];
        d = meet(at3(0), at3(1), at3(2));
      } else if (kind === BEFORE) d = before[p];
      else if (kind === AFTER) d = after[q];
      else d = met - nextReference();
      faces[corner++] = q; faces[corner++] = p; faces[corner++] = d;
      if (kind !== AFTER) { after[d] = q; before[q] = d; }
      if (kind !== BEFORE) { after[p] = d; before[d] = p; }
      stack.push(d, q, p, p, d, q);
    }
  }
  const colours = head.colours ? colourPlanes(bytes.subarray(at), count) : null;
  return { places, faces, colours, low: head.low, step: head.step };
}

function colourPlanes(bytes, count) {
  const colours = new Uint8Array(3 * count);
  let green = 0, red = 0, blue = 0;
  for (let v = 0; v < count; v++) {
    green = (green + bytes[v]) & 255;
    red = (red + bytes[count + v]) & 255;
    blue = (blue + bytes[2 * count + v]) & 255;
    colours[3 * v] = shade(green + red);
    colours[3 * v + 1] = shade(green);
    colours[3 * v + 2] = shade(green + blue);
  }
  return colours;
}

const shade = (steps) => Math.min(COLOUR_STEP * (steps & 255), 255);

/** Unit normals as Int8Array 4n, weighted by the areas of the faces about a vertex. */
export function normalsOf(positions, faces) {
  const sums = new Float32Array(positions.length);
  for (let f = 0; f < faces.length; f += 3) {
    const a = 3 * faces[f], b = 3 * faces[f + 1], c = 3 * faces[f + 2];
    const ux = positions[b] - positions[a], uy = positions[b + 1] - positions[a + 1], uz = positions[b + 2] - positions[a + 2];
    const vx = positions[c] - positions[a], vy = positions[c + 1] - positions[a + 1], vz = positions[c + 2] - positions[a + 2];
    const nx = uy * vz - uz * vy, ny = uz * vx - ux * vz, nz = ux * vy - uy * vx;
    for (const v of [a, b, c]) {
      sums[v] += nx; sums[v + 1] += ny; sums[v + 2] += nz;
    }
  }
  const normals = new Int8Array((4 * positions.length) / 3);
  for (let v = 0, n = 0; v < sums.length; v += 3, n += 4) {
    const scale = 127 / (Math.hypot(sums[v], sums[v + 1], sums[v + 2]) || 1);
    for (let i = 0; i < 3; i++) normals[n + i] = Math.round(scale * sums[v + i]);
  }
  return normals;
}

export const CAP = [0.96, 0.81, 0.57, 0.31]; // rounded ends: sines from the pole to the rim

/** A tube of radius 1 along points: centres (3n), ways out (Int8 4n) to be lengthened by the radius, and faces. */
export function tubeAlong(path, sides) {
  const points = [];
  for (let i = 0; i < path.length; i += 3) points.push([path[i], path[i + 1], path[i + 2]]);
  const n = points.length;
  const along = points.map((_, i) => unit(less(points[Math.min(i + 1, n - 1)], points[Math.max(i - 1, 0)])));
  const rings = []; // middle, way along, share of the radius, lean along the tube
  for (const lean of CAP) rings.push([points[0], along[0], Math.sqrt(1 - lean * lean), -lean]);
  points.forEach((p, i) => rings.push([p, along[i], 1, 0]));
  for (const lean of [...CAP].reverse()) rings.push([points[n - 1], along[n - 1], Math.sqrt(1 - lean * lean), lean]);
  const centres = new Float32Array(3 * (rings.length * sides + 2)), out = new Int8Array(4 * (rings.length * sides + 2));
  let across = square(along[0]), v = 0;
  const put = (middle, way) => {
    centres.set(middle, 3 * v);
    out.set(times(way, 127).map(Math.round), 4 * v++);
  };
  for (const [middle, way, share, lean] of rings) {
    across = unit(less(across, times(way, dot(across, way))));
    const other = cross(way, across);
    for (let k = 0; k < sides; k++) {
      const turn = (2 * Math.PI * k) / sides;
      const round = add(times(across, Math.cos(turn)), times(other, Math.sin(turn)));
      put(middle, add(times(round, share), times(way, lean)));
    }
  }
  put(points[0], times(along[0], -1));
  put(points[n - 1], along[n - 1]);
  return { centres, out, faces: ringFaces(rings.length, sides) };
}

/** Faces of rings of vertices, one ring after the other, with the last two vertices as first and last pole. */
export function ringFaces(rings, sides) {
  const faces = [], low = rings * sides, high = low + 1, last = (rings - 1) * sides;
  for (let ring = 0; ring < last; ring += sides) {
    for (let k = 0; k < sides; k++) {
      const next = (k + 1) % sides;
      faces.push(ring + k, ring + next, ring + sides + next, ring + k, ring + sides + next, ring + sides + k);
    }
  }
  for (let k = 0; k < sides; k++) faces.push(low, (k + 1) % sides, k, high, last + k, last + ((k + 1) % sides));
  return new Uint32Array(faces);
}

/** A profile [radius, place, ...] turned about an axis from a tip: positions (3n) and faces, outward. */
export function turnedProfile(profile, tip, axis, sides) {
  const rings = profile.length / 2, one = square(axis), other = cross(axis, one);
  const positions = new Float32Array(3 * (rings * sides + 2));
  for (let i = 0; i < rings; i++) {
    const radius = Math.max(profile[2 * i], 1e-4), middle = add(tip, times(axis, profile[2 * i + 1]));
    for (let k = 0; k < sides; k++) {
      const turn = (2 * Math.PI * k) / sides;
      const round = add(times(one, radius * Math.cos(turn)), times(other, radius * Math.sin(turn)));
      positions.set(add(middle, round), 3 * (i * sides + k));
    }
  }
  positions.set(add(tip, times(axis, profile[1])), 3 * rings * sides);
  positions.set(add(tip, times(axis, profile[profile.length - 1])), 3 * rings * sides + 3);
  return { positions, faces: ringFaces(rings, sides) };
}
