// The 3D view: what is there at a time, lit by three lamps that go with the camera.

import { matrixOf, placed } from "./camera.js";
import { beadsAt, itemsAt, painAt, profileAt } from "./film.js";
import { POSITION, drawShape, program } from "./graphics.js";
import { add, less, times, unit } from "./vectors.js";

const SHADE = `
  ${POSITION}
  uniform mat4 matrix;
  out vec3 at, way, tint;
  void main() {
    at = position();
    way = axes * normal;
    tint = colour;
    gl_Position = matrix * vec4(at, 1.0);
  }
`;
// As the app's renderer: Phong, two-sided; glass has no dark rim.
const LIGHT = `
  in vec3 at, way, tint;
  uniform vec3 eye, own, lamps[3], glow[3];
  uniform float opacity, shine, baked;
  out vec4 seen;
  void main() {
    vec3 n = normalize(way), v = normalize(eye - at);
    if (dot(n, v) < 0.0) n = -n;
    float shade = clamp((tint.r + tint.g + tint.b) / 2.55, 0.0, 1.1);
    vec3 base = baked > 0.5 ? tint : baked > -0.5 ? own * shade : own;
    bool solid = opacity > 0.995;
    vec3 light = vec3(solid ? 0.16 : 0.6), spark = vec3(0.0);
    for (int i = 0; i < 3; i++) {
      float facing = max(dot(n, lamps[i]), 0.0);
      light += (solid ? 0.9 : 0.45) * facing * glow[i];
      float mirrored = max(dot(reflect(-lamps[i], n), v), 0.0);
      if (facing > 0.0) spark += 0.55 * shine * pow(mirrored, 12.0 + 40.0 * shine) * glow[i];
    }
    seen = vec4(base * light + spark * own, opacity);
  }
`;
const SKY = `
  out float height;
  void main() {
    vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
    height = 0.5 + 0.5 * corner.y;
    gl_Position = vec4(corner, 1.0, 1.0);
  }
`;
const GROUND = `
  in float height;
  uniform vec3 top, bottom;
  out vec4 seen;
  void main() { seen = vec4(mix(bottom, top, height), 1.0); }
`;
const DEPTH = `
  in vec3 at, way, tint;
  uniform vec3 eye, toward;
  out vec4 seen;
  void main() { seen = vec4(dot(eye - at, toward), 0.0, 0.0, 1.0); }
`;
const GLASS = 0.995;
const DEPTH_PX = 320;

export class Stage {
  constructor(gl, head, shapes) {
    this.gl = gl;
    this.head = head;
    this.shapes = shapes;
    this.light = program(gl, SHADE, LIGHT);
    this.sky = program(gl, SKY, GROUND);
    this.empty = gl.createVertexArray();
    this.depth = null;
  }

  /** Draw a time with a camera: `shows(layer)` says which layers, `arm` whose beam is drawn or null. */
  draw(time, camera, shows, arm, width, height) {
    const { gl } = this, view = placed(camera, width / height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, width, height);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.BLEND);
    gl.disable(gl.CULL_FACE);
    gl.useProgram(this.sky.made);
    gl.uniform3fv(this.sky.uniforms.top, rgb(this.head.background[0]));
    gl.uniform3fv(this.sky.uniforms.bottom, rgb(this.head.background[1]));
    gl.bindVertexArray(this.empty);
    gl.drawArrays(gl.TRIANGLES, 0, 3);

    const { made, uniforms } = this.light;
    gl.useProgram(made);
    gl.uniformMatrix4fv(uniforms.matrix, false, matrixOf(view));
    gl.uniform3fv(uniforms.eye, view.eye);
    this.setLamps(view, uniforms);
    const things = this.things(time, shows, arm);
    gl.enable(gl.DEPTH_TEST);
    for (const thing of things) if (thing.opacity > GLASS && !thing.onTop) this.drawThing(thing, uniforms);
    // Glass from the far to the near, its front alone, and without hiding what is behind it.
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
    gl.enable(gl.CULL_FACE);
    gl.depthMask(false);
    const glass = things.filter((thing) => !thing.onTop && thing.opacity <= GLASS && thing.opacity > 0.01);
    const nearest = (thing) => Math.hypot(...less(thing.middle, view.eye)) - thing.radius;
    for (const thing of glass.sort((a, b) => nearest(b) - nearest(a))) this.drawThing(thing, uniforms);
    gl.depthMask(true);
    // What is seen through everything else, in its own depth.
    gl.clear(gl.DEPTH_BUFFER_BIT);
    for (const thing of things.filter((one) => one.onTop)) this.drawThing(thing, uniforms);
    gl.bindVertexArray(null);
    return view;
  }

  /** What is drawn: each with how to get its shape, its look and where it is. */
  things(time, shows, arm) {
    const found = [];
    for (const one of itemsAt(this.head.items, time)) {
      const { item, shape, colour, opacity, size, place } = one;
      if (!shows(item.layer)) continue;
      const thing = { id: item.id, colour, opacity, shine: item.shine, axes: item.axes, place: place || undefined };
      thing.onTop = Boolean(item.on_top);
      if (shape.ball) {
        const ball = this.shapes.ball();
        found.push(where({ ...thing, get: () => ball, axes: round(size) }, ball.box));
      } else if (shape.mesh) {
        const mesh = this.shapes.mesh(shape.mesh);
        thing.get = () => mesh;
        thing.baked = mesh.coloured ? (item.baked ? 1 : 0) : -1;
        found.push(where(thing, mesh.box));
      } else if (shape.tube) {
        const tube = this.shapes.tube(shape.tube, size);
        thing.get = () => tube;
        thing.swell = size;
        found.push(where(thing, tube.box));
      } else {
        const profile = profileAt(this.head.burn[shape.lathe], size);
        if (!profile) continue;
        thing.get = () => this.shapes.turned(profile, shape.tip, shape.axis);
        thing.middle = shape.tip;
        thing.radius = Math.max(...profile.filter((_, i) => i % 2 === 0));
        found.push(thing);
      }
    }
    if (shows("nerves")) {
      const { colour, radius } = this.head.signals, ball = this.shapes.ball();
      const bead = (at, size, onTop) => ({ id: "signal", get: () => ball, colour, opacity: 1, shine: 0.6, axes: round(size), place: at, onTop });
      for (const place of beadsAt(this.head.signals, this.head.paths, time)) found.push(bead(place, radius, false));
      for (const { path, front, beads } of painAt(this.head.pain, this.head.paths, time)) {
        this.head.pain.pieces.forEach((swell, n, { length }) => {
          const tube = this.shapes.piece(path, n, length, this.head.pain.step, front);
          if (tube) found.push({ id: "pain", get: () => tube, colour, opacity: 1, shine: 0.6, swell, onTop: true });
        });
        for (const { at, radius: size } of beads) found.push(bead(at, size, true));
      }
    }
    if (arm && shows("c_arm")) found.push(this.beam(arm));
    return found;
  }

  /** The cone of the X-ray beam from the focal spot to the detector. */
  beam(arm) {
    const { colour, opacity } = this.head.beam, cone = this.shapes.cone(), half = arm.field / 2;
    const axes = [...times(arm.right, half), ...times(arm.up, half), ...times(arm.direction, arm.toDetector)];
    const middle = add(arm.source, times(arm.direction, arm.toDetector / 2));
    return { id: "beam", get: () => cone, colour, opacity, shine: 0, axes, place: arm.source, middle, radius: half };
  }

  drawThing(thing, uniforms) {
    const { gl } = this;
    gl.uniform3fv(uniforms.own, thing.colour);
    gl.uniform1f(uniforms.opacity, thing.opacity);
    gl.uniform1f(uniforms.shine, thing.shine);
    gl.uniform1f(uniforms.baked, thing.baked ?? -1);
    drawShape(gl, uniforms, thing.get(), thing);
  }

  setLamps(view, uniforms) {
    const ways = this.head.lights.flatMap(({ at }) => {
      const world = add(add(times(view.right, at[0]), times(view.up, at[1])), times(view.toward, at[2]));
      return unit(world);
    });
    this.gl.uniform3fv(uniforms.lamps, ways);
    this.gl.uniform3fv(uniforms.glow, this.head.lights.flatMap(({ colour, strength }) => times(colour, strength)));
  }

  /** How far from the camera the first solid thing is, mm, at points [x, y] of 0 to 1 from the upper left. */
  depths(time, camera, shows, aspect, points) {
    const { gl } = this, width = DEPTH_PX, height = Math.round(DEPTH_PX / aspect);
    if (!gl.getExtension("EXT_color_buffer_float")) return points.map(() => Infinity);
    this.depth ??= { ...program(gl, SHADE, DEPTH), frame: gl.createFramebuffer() };
    if (this.depth.height !== height) this.resizeDepth(width, height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.depth.frame);
    gl.viewport(0, 0, width, height);
    gl.disable(gl.BLEND);
    gl.disable(gl.CULL_FACE);
    gl.enable(gl.DEPTH_TEST);
    gl.clearBufferfv(gl.COLOR, 0, [1e6, 0, 0, 1]);
    gl.clearBufferfi(gl.DEPTH_STENCIL, 0, 1, 0);
    const view = placed(camera, aspect), { made, uniforms } = this.depth;
    gl.useProgram(made);
    gl.uniformMatrix4fv(uniforms.matrix, false, matrixOf(view));
    gl.uniform3fv(uniforms.eye, view.eye);
    gl.uniform3fv(uniforms.toward, view.toward);
    for (const thing of this.things(time, shows, null)) {
      if (thing.opacity > GLASS && !thing.onTop) drawShape(gl, uniforms, thing.get(), thing);
    }
    const pixels = new Float32Array(4 * width * height);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.FLOAT, pixels);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.bindVertexArray(null);
    return points.map(([x, y]) => {
      const column = Math.floor(x * width), row = height - 1 - Math.floor(y * height);
      if (column < 0 || row < 0 || column >= width || row >= height) return 0;
      return pixels[4 * (row * width + column)];
    });
  }

  resizeDepth(width, height) {
    const { gl } = this;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.depth.frame);
    for (const [point, format] of [[gl.COLOR_ATTACHMENT0, gl.R32F], [gl.DEPTH_STENCIL_ATTACHMENT, gl.DEPTH24_STENCIL8]]) {
      const buffer = gl.createRenderbuffer();
      gl.bindRenderbuffer(gl.RENDERBUFFER, buffer);
      gl.renderbufferStorage(gl.RENDERBUFFER, format, width, height);
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, point, gl.RENDERBUFFER, buffer);
    }
    this.depth.height = height;
  }
}

/** A thing with middle and radius of its shape in the world. */
function where(thing, box) {
  const { axes, place } = thing;
  const turned3 = axes
    ? [0, 1, 2].map((i) => axes[i] * box.middle[0] + axes[3 + i] * box.middle[1] + axes[6 + i] * box.middle[2])
    : box.middle;
  return Object.assign(thing, { middle: place ? add(turned3, place) : turned3, radius: box.radius });
}

const round = (radius) => [radius, 0, 0, 0, radius, 0, 0, 0, radius];
const rgb = (text) => [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16) / 255);
