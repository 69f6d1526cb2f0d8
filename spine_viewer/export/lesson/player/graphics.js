// WebGL 2: programs, and shapes on the graphics card that the 3D view and the X-ray both draw.

import { CAP, normalsOf, turnedProfile, tubeAlong, unpack } from "./mesh.js";

const PLACE = 0, NORMAL = 1, COLOUR = 2;
const THICK_MM = 1.2, SIDES = [8, 12]; // of thin and of thick tubes
const TURNED_SIDES = 28;

// Where a vertex is, mm: quantised places, tubes swollen by their radius, then the item's own axes and place.
export const POSITION = `
  layout(location=${PLACE}) in vec3 place;
  layout(location=${NORMAL}) in vec3 normal;
  layout(location=${COLOUR}) in vec3 colour;
  uniform vec3 low, origin;
  uniform float grain, swell;
  uniform mat3 axes;
  vec3 position() { return axes * (low + grain * place + swell * normal) + origin; }
`;

export function program(gl, vertex, fragment) {
  const made = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, `#version 300 es\nprecision highp float;\n${source}`);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS) && !gl.isContextLost()) throw new Error(gl.getProgramInfoLog(made));
  const uniforms = {};
  for (let i = 0; i < gl.getProgramParameter(made, gl.ACTIVE_UNIFORMS); i++) {
    const { name } = gl.getActiveUniform(made, i);
    uniforms[name.replace("[0]", "")] = gl.getUniformLocation(made, name);
  }
  return { made, uniforms };
}

/** Shapes on the card, put there when they are first drawn. */
export class Shapes {
  constructor(gl, head, sections) {
    this.gl = gl;
    this.head = head;
    this.sections = sections; // name -> bytes, as they are unpacked
    this.kept = new Map();
    this.passing = null; // the one buffer of shapes that change from picture to picture
  }

  /** A mesh of the file. */
  mesh(key) {
    return this.keep(`mesh:${key}`, () => {
      const told = this.head.meshes[key];
      const mesh = unpack(told, this.sections[told.section].subarray(told.at, told.at + told.length));
      const normals = normalsOf(mesh.places, mesh.faces);
      return this.upload(mesh.places, normals, mesh.colours, mesh.faces, mesh.low, mesh.step);
    });
  }

  /** A tube along one of the file's paths; it is drawn as thick as asked. */
  tube(key, radius) {
    const sides = SIDES[radius > THICK_MM ? 1 : 0];
    return this.keep(`tube:${key}:${sides}`, () => {
      const { centres, out, faces } = tubeAlong(this.head.paths[key], sides);
      return this.upload(centres, out, null, faces, [0, 0, 0], 1);
    });
  }

  /** One of `pieces` of a tube along a path, as far as `end` mm from its own beginning; null where it has not begun. */
  piece(key, index, pieces, stepMm, end) {
    const sides = SIDES[1], tube = this.keep(`piece:${key}:${index}`, () => {
      const path = this.head.paths[key], count = path.length / 3 - 1;
      const [a, b] = [index, index + 1].map((n) => Math.round((n * count) / pieces));
      const { centres, out, faces } = tubeAlong(path.slice(3 * a, 3 * b + 3), sides);
      return { ...this.upload(centres, out, null, faces, [0, 0, 0], 1), from: a * stepMm, whole: (b - a) * stepMm };
    });
    const come = end - tube.from;
    if (come <= 0) return null;
    const rings = Math.floor(Math.min(come, tube.whole) / stepMm) + CAP.length;
    return come >= tube.whole ? tube : { ...tube, count: 6 * sides * rings };
  }

  /** A ball of radius 1. */
  ball() {
    return this.keep("ball", () => {
      const half = 8, profile = [];
      for (let i = 0; i <= half; i++) {
        profile.push(Math.sin((Math.PI * i) / half), -Math.cos((Math.PI * i) / half));
      }
      return this.solid(turnedProfile(profile, [0, 0, 0], [0, 0, 1], 16));
    });
  }

  /** A closed rod of radius 1 from 0 to 1 along z. */
  rod() {
    return this.keep("rod", () => this.solid(turnedProfile([0, 0, 1, 0, 1, 1, 0, 1], [0, 0, 0], [0, 0, 1], 24)));
  }

  /** A cone from a point at 0 to radius 1 at 1 along z. */
  cone() {
    return this.keep("cone", () => this.solid(turnedProfile([0.004, 0, 1, 1], [0, 0, 0], [0, 0, 1], 64)));
  }

  /** A profile turned about an axis: it lasts until the next one is asked for. */
  turned(profile, tip, axis) {
    if (this.passing) this.free(this.passing);
    this.passing = this.solid(turnedProfile(profile, tip, axis, TURNED_SIDES));
    return this.passing;
  }

  solid({ positions, faces }) {
    return this.upload(positions, normalsOf(positions, faces), null, faces, [0, 0, 0], 1);
  }

  keep(key, make) {
    if (!this.kept.has(key)) this.kept.set(key, make());
    return this.kept.get(key);
  }

  upload(places, normals, colours, faces, low, grain) {
    const { gl } = this, array = gl.createVertexArray(), buffers = [];
    const fill = (target, data) => {
      const buffer = gl.createBuffer();
      gl.bindBuffer(target, buffer);
      gl.bufferData(target, data, gl.STATIC_DRAW);
      buffers.push(buffer);
    };
    gl.bindVertexArray(array);
    fill(gl.ARRAY_BUFFER, places);
    gl.enableVertexAttribArray(PLACE);
    gl.vertexAttribPointer(PLACE, 3, places instanceof Uint16Array ? gl.UNSIGNED_SHORT : gl.FLOAT, false, 0, 0);
    fill(gl.ARRAY_BUFFER, normals);
    gl.enableVertexAttribArray(NORMAL);
    gl.vertexAttribPointer(NORMAL, 3, gl.BYTE, true, 4, 0);
    if (colours) {
      fill(gl.ARRAY_BUFFER, colours);
      gl.enableVertexAttribArray(COLOUR);
      gl.vertexAttribPointer(COLOUR, 3, gl.UNSIGNED_BYTE, true, 0, 0);
    }
    fill(gl.ELEMENT_ARRAY_BUFFER, faces);
    gl.bindVertexArray(null);
    return { array, buffers, count: faces.length, low, grain, coloured: Boolean(colours), box: boxOf(places, low, grain) };
  }

  free(shape) {
    this.gl.deleteVertexArray(shape.array);
    shape.buffers.forEach((buffer) => this.gl.deleteBuffer(buffer));
  }
}

/** Middle and radius of what holds all places, mm. */
function boxOf(places, low, grain) {
  const least = [Infinity, Infinity, Infinity], most = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < places.length; i++) {
    const axis = i % 3;
    if (places[i] < least[axis]) least[axis] = places[i];
    if (places[i] > most[axis]) most[axis] = places[i];
  }
  const middle = least.map((x, i) => low[i] + (grain * (x + most[i])) / 2);
  return { middle, radius: (grain * Math.hypot(...most.map((x, i) => x - least[i]))) / 2 };
}

const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** Draw a shape with the program in use: `uniforms` are its places, `item` may have axes, place and swell. */
export function drawShape(gl, uniforms, shape, { axes = IDENTITY, place = [0, 0, 0], swell = 0 } = {}) {
  gl.uniform3fv(uniforms.low, shape.low);
  gl.uniform3fv(uniforms.origin, place);
  gl.uniform1f(uniforms.grain, shape.grain);
  gl.uniform1f(uniforms.swell, swell);
  gl.uniformMatrix3fv(uniforms.axes, false, axes);
  gl.bindVertexArray(shape.array);
  gl.drawElements(gl.TRIANGLES, shape.count, gl.UNSIGNED_INT, 0);
}
