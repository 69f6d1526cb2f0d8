// The X-ray beam: how much it loses on the way through closed meshes, added up on the graphics card.
//
// Every face adds its depth where rays leave and takes it away where they enter, times what its material absorbs more
// than what it displaces. Over a closed mesh that is the length inside. Depths count from the mesh's own middle, so that
// numbers stay small. The same sum as spine_viewer.imaging.projector.
//
// Where floats of 32 bits cannot be added up in a picture (many phones), each material is added up by itself in three
// floats of 16 bits that hold whole numbers alone: steps of 4 mm, of 1/16 mm and of 1/1024 mm. Whole numbers up to 2048
// are exact in 16 bits, so nothing is lost; it only takes longer.

import { POSITION, drawShape, program } from "./graphics.js";
import { add, cross, dot, less, radians, square, times, unit } from "./vectors.js";

const PROJECT = `
  ${POSITION}
  uniform vec3 source, right, up, ahead;
  uniform vec2 lens;
  out float depth;
  void main() {
    vec3 from = position() - source;
    depth = dot(from, ahead);
    // Rows run downwards: the first one is the picture's upper edge.
    gl_Position = vec4(lens * vec2(dot(from, right), -dot(from, up)), 0.0, depth);
  }
`;
const ABSORB = `
  in float depth;
  uniform float perMm, middle, focal;
  uniform vec2 centre;
  out vec4 lost;
  void main() {
    vec2 beside = (gl_FragCoord.xy - centre) / focal;
    float along = (depth - middle) * sqrt(1.0 + dot(beside, beside));
    float way = gl_FrontFacing ? -1.0 : 1.0;
    lost = vec4(perMm * way * along, way, 0.0, 0.0);
  }
`;
const ABSORB_WHOLE = `
  in float depth;
  uniform float middle, focal;
  uniform vec2 centre;
  out vec4 lost;
  void main() {
    vec2 beside = (gl_FragCoord.xy - centre) / focal;
    float along = (depth - middle) * sqrt(1.0 + dot(beside, beside));
    float way = gl_FrontFacing ? -1.0 : 1.0;
    along *= way;
    float coarse = round(along / 4.0), rest = 16.0 * (along - 4.0 * coarse), fine = round(rest);
    lost = vec4(coarse, fine, round(64.0 * (rest - fine)), way);
  }
`;
const WHOLE_MM = [4, 1 / 16, 1 / 1024];
const FINER = 2; // needles are drawn so much sharper
const SPARE_PX = 2;

/** A C-arm with its source and axes. */
export function armed({ oblique, tilt, isocentre, toDetector, toIsocentre, field }) {
  const o = radians(oblique), t = radians(tilt);
  const direction = [Math.sin(o) * Math.cos(t), Math.cos(o) * Math.cos(t), Math.sin(t)];
  const right = [-Math.cos(o), Math.sin(o), 0];
  const up = [-Math.sin(o) * Math.sin(t), -Math.cos(o) * Math.sin(t), Math.cos(t)];
  const source = less(isocentre, times(direction, toIsocentre));
  return { oblique, tilt, isocentre, toDetector, toIsocentre, field, direction, right, up, source };
}

/** Where a world point is in an X-ray `size` pixels wide: [column, row]. */
export function shadowOf(arm, point, size) {
  const from = less(point, arm.source), scale = (arm.toDetector * size) / arm.field / dot(from, arm.direction);
  return [size / 2 + scale * dot(from, arm.right), size / 2 - scale * dot(from, arm.up)];
}

export class BeamProjector {
  /** Throws a word of the lesson where this device cannot add up in pictures at all. */
  constructor(gl, head, shapes) {
    const floats = gl.getExtension("EXT_color_buffer_float"), halves = gl.getExtension("EXT_color_buffer_half_float");
    if (!floats && !halves) throw new Error("no_xray");
    this.gl = gl;
    this.head = head;
    this.shapes = shapes;
    this.frame = gl.createFramebuffer();
    this.add(floats && gl.getExtension("EXT_float_blend") ? "floats" : "halves");
  }

  /** Choose how to add up: `floats` of 32 bits, or whole numbers in `halves` of 16 bits. */
  add(way) {
    this.halves = way === "halves";
    this.program = program(this.gl, PROJECT, this.halves ? ABSORB_WHOLE : ABSORB);
    this.side = 0;
  }

  /** Line integrals (size x size) of everything that stands still. */
  still(arm, size) {
    const bodies = this.head.xray.bodies.map(({ mesh, per_mm }) => ({ shape: this.shapes.mesh(mesh), perMm: per_mm }));
    return this.integrals(arm, size, bodies, { left: 0, top: 0, width: size, height: size });
  }

  /** Needles and contrast alone, FINER times as sharp: {window in whole pixels, fine integrals}, or null. */
  moving(arm, size, needles, fluids) {
    const bodies = needles.map((needle) => ({ ...this.rod(needle), perMm: this.head.xray.steel_per_mm }));
    for (const { mesh, share } of fluids) {
      bodies.push({ shape: this.shapes.mesh(mesh), perMm: share * this.head.xray.contrast_per_mm });
    }
    const window = this.windowOf(arm, size, needles, fluids);
    if (!bodies.length || !window) return null;
    const fine = Object.fromEntries(Object.entries(window).map(([key, value]) => [key, FINER * value]));
    return { window, fine: this.integrals(arm, FINER * size, bodies, fine), finer: FINER };
  }

  /** A needle as a rod from tip to hub, with the area of its round section. */
  rod({ tip, hub, diameter }) {
    const along = less(hub, tip), one = square(unit(along)), other = cross(unit(along), one);
    const sides = 24, round = Math.sqrt((2 * Math.PI) / (sides * Math.sin((2 * Math.PI) / sides)));
    const radius = (diameter / 2) * round;
    return { shape: this.shapes.rod(), axes: [...times(one, radius), ...times(other, radius), ...along], place: tip };
  }

  windowOf(arm, size, needles, fluids) {
    const points = [];
    for (const { tip, hub } of needles) points.push(...[0, 0.25, 0.5, 0.75, 1].map((s) => add(tip, times(less(hub, tip), s))));
    const places = points.map((point) => shadowOf(arm, point, size));
    let spare = SPARE_PX + (2 * size) / arm.field;
    for (const { mesh } of fluids) {
      const { box } = this.shapes.mesh(mesh);
      places.push(shadowOf(arm, box.middle, size));
      spare = Math.max(spare, (2 * box.radius * size) / arm.field);
    }
    if (!places.length) return null;
    const edge = (axis, pick, by) => Math.min(Math.max(Math.round(pick(...places.map((p) => p[axis])) + by), 0), size);
    const left = edge(0, Math.min, -spare), top = edge(1, Math.min, -spare);
    const width = edge(0, Math.max, spare) - left, height = edge(1, Math.max, spare) - top;
    return width > 0 && height > 0 ? { left, top, width, height } : null;
  }

  integrals(arm, size, bodies, window) {
    const { gl } = this, sums = new Float32Array(window.width * window.height), leaks = new Set();
    this.begin(arm, size, window);
    if (this.halves) {
      for (const perMm of new Set(bodies.map((body) => body.perMm))) {
        const pixels = this.drawn(arm, bodies.filter((body) => body.perMm === perMm), window);
        const [coarse, fine, finest] = WHOLE_MM.map((mm) => mm * perMm);
        for (let i = 0, p = 0; i < sums.length; i++, p += 4) {
          sums[i] += coarse * pixels[p] + fine * pixels[p + 1] + finest * pixels[p + 2];
          if (pixels[p + 3]) leaks.add(i);
        }
      }
    } else {
      const pixels = this.drawn(arm, bodies, window);
      for (let i = 0; i < sums.length; i++) {
        sums[i] = pixels[4 * i];
        if (pixels[4 * i + 1]) leaks.add(i);
      }
    }
    gl.disable(gl.SCISSOR_TEST);
    gl.disable(gl.BLEND);
    gl.bindVertexArray(null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    mend(sums, leaks, window.width);
    return sums;
  }

  begin(arm, size, { left, top, width, height }) {
    const { gl } = this, { made, uniforms } = this.program, focal = (arm.toDetector * size) / arm.field;
    this.resize(size);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame);
    gl.viewport(0, 0, size, size);
    gl.enable(gl.SCISSOR_TEST);
    gl.scissor(left, top, width, height);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.CULL_FACE);
    gl.enable(gl.BLEND);
    gl.blendEquation(gl.FUNC_ADD);
    gl.blendFunc(gl.ONE, gl.ONE);
    gl.useProgram(made);
    for (const [name, value] of [["source", arm.source], ["right", arm.right], ["up", arm.up], ["ahead", arm.direction]]) {
      gl.uniform3fv(uniforms[name], value);
    }
    gl.uniform2f(uniforms.lens, (2 * focal) / size, (2 * focal) / size);
    gl.uniform2f(uniforms.centre, size / 2, size / 2);
    gl.uniform1f(uniforms.focal, focal);
  }

  /** Bodies added up: four numbers for each pixel of the window. */
  drawn(arm, bodies, { left, top, width, height }) {
    const { gl } = this, { uniforms } = this.program;
    gl.clearBufferfv(gl.COLOR, 0, [0, 0, 0, 0]);
    for (const body of bodies) {
      const middle = body.place ? add(body.place, times(body.axes.slice(6, 9), 0.5)) : body.shape.box.middle;
      if (!this.halves) gl.uniform1f(uniforms.perMm, body.perMm);
      gl.uniform1f(uniforms.middle, Math.round(dot(less(middle, arm.source), arm.direction)));
      drawShape(gl, uniforms, body.shape, body);
    }
    const pixels = new Float32Array(4 * width * height);
    gl.readPixels(left, top, width, height, gl.RGBA, gl.FLOAT, pixels);
    return pixels;
  }

  resize(side) {
    if (this.side >= side) return;
    const { gl } = this, buffer = gl.createRenderbuffer();
    gl.bindRenderbuffer(gl.RENDERBUFFER, buffer);
    gl.renderbufferStorage(gl.RENDERBUFFER, this.halves ? gl.RGBA16F : gl.RG32F, side, side);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame);
    gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, buffer);
    if (gl.checkFramebufferStatus(gl.FRAMEBUFFER) !== gl.FRAMEBUFFER_COMPLETE) throw new Error("no_xray");
    this.side = side;
  }
}

/** Pixels where rays entered and did not leave (a sliver of a triangle taken for its back) get their neighbours' mean. */
function mend(sums, leaks, width) {
  for (const i of leaks) {
    const near = [i - 1, i + 1, i - width, i + width].filter((n) => n >= 0 && n < sums.length && !leaks.has(n));
    if (near.length) sums[i] = near.reduce((total, n) => total + sums[n], 0) / near.length;
  }
}
