// The X-ray on the page: which picture is taken when, at what size, and what is drawn over it.

import { BeamProjector, armed, shadowOf } from "./beam.js";
import { Display } from "./display.js";
import { armAt, itemsAt, profileAt, valuesAt } from "./film.js";
import { turnedProfile } from "./mesh.js";
import { radians } from "./vectors.js";

const MOVING_PX = 256, OUTLINE_SIDES = 24;

export class Fluoroscope {
  constructor(gl, head, shapes, canvas) {
    this.head = head;
    this.projector = new BeamProjector(gl, head, shapes);
    this.canvas = canvas;
    this.kept = new Map(); // by size: the last C-arm's still picture
    this.noise = new Map();
  }

  /** Take and show a picture; `quick`: a smaller one while the C-arm moves. Returns whether there is dead tissue. */
  show(time, arm, { quick = false, invert = false } = {}) {
    const size = quick ? MOVING_PX : this.head.xray.size_px;
    const picture = this.expose(time, arm, { size, noise: true, invert });
    const context = this.canvas.getContext("2d");
    if (this.canvas.width !== size) this.canvas.width = this.canvas.height = size;
    const image = context.createImageData(size, size), words = new Uint32Array(image.data.buffer);
    for (let i = 0; i < picture.length; i++) words[i] = 0xff000000 | (picture[i] * 0x010101);
    context.putImageData(image, 0, 0);
    const outlined = this.outline(context, time, arm, size);
    this.letters(context, arm, size);
    return outlined;
  }

  /** Grey levels (size x size) of a time and a C-arm. */
  expose(time, arm, { size = this.head.xray.size_px, noise = false, invert = false, tools = true } = {}) {
    const key = JSON.stringify([arm.field, arm.oblique, arm.tilt, arm.isocentre, arm.toDetector, arm.toIsocentre]);
    let kept = this.kept.get(size);
    if (!kept || kept.key !== key) {
      const display = new Display(this.head.xray, arm, size);
      kept = { key, display, still: display.still(this.projector.still(arm, size)) };
      this.kept.set(size, kept);
    }
    const moving = tools ? this.projector.moving(arm, size, this.needles(time), this.fluids(time)) : null;
    return kept.display.picture(kept.still, moving, noise ? this.noiseOf(kept.display) : null, invert);
  }

  /** One sheet of noise for each size of a pixel, moved about from picture to picture. */
  noiseOf(display) {
    const key = `${display.size} ${display.pixelMm}`;
    if (!this.noise.has(key)) this.noise.set(key, display.noise());
    const field = this.noise.get(key), by = Math.floor(Math.random() * field.length);
    const moved = new Float32Array(field.length);
    moved.set(field.subarray(by));
    moved.set(field.subarray(0, by), field.length - by);
    return moved;
  }

  needles(time) {
    const told = new Map(this.head.xray.needles.map((needle) => [needle.id, needle]));
    return itemsAt(this.head.items.filter((item) => told.has(item.id)), time).map(({ item, place }) => {
      const { diameter_mm: diameter, length_mm: length } = told.get(item.id);
      return { tip: place, hub: place.map((x, i) => x + length * item.axes[6 + i]), diameter };
    });
  }

  fluids(time) {
    return this.head.xray.fluids.flatMap(({ meshes, track }) => {
      const values = valuesAt(track, time, 1);
      return values ? [{ mesh: meshes[values[0]], share: values[1] }] : [];
    });
  }

  /** A line about the dead tissue so far: it is drawn, the beam does not show it. */
  outline(context, time, arm, size) {
    const burns = itemsAt(this.head.items, time).filter(({ shape }) => shape.lathe === "dead");
    const whole = new OffscreenCanvas(size, size), pen = whole.getContext("2d");
    let any = false;
    for (const { shape, size: seconds } of burns) {
      const profile = profileAt(this.head.burn.dead, seconds);
      if (!profile) continue;
      const { positions, faces } = turnedProfile(profile, shape.tip, shape.axis, OUTLINE_SIDES), places = [];
      for (let i = 0; i < positions.length; i += 3) {
        places.push(shadowOf(arm, positions.subarray(i, i + 3), size));
      }
      pen.beginPath();
      for (let f = 0; f < faces.length; f += 3) {
        const [a, b, c] = orderedCorners(places[faces[f]], places[faces[f + 1]], places[faces[f + 2]]);
        pen.moveTo(a[0], a[1]);
        pen.lineTo(b[0], b[1]);
        pen.lineTo(c[0], c[1]);
        pen.closePath();
      }
      pen.fill("nonzero");
      pen.lineWidth = 0.6;
      pen.stroke();
      any = true;
    }
    if (any) drawRim(context, whole, size / 256, "#ff5a3c");
    return any;
  }

  /** L and R on the patient's own sides; from the side one letter names the side of the detector. */
  letters(context, arm, size) {
    const { place, height, nearly_lateral: lateral } = this.head.xray.marker;
    const across = Math.cos(radians(arm.oblique)), left = across >= 0 ? -1 : 1, onLeft = arm.oblique > 0;
    const letters = Math.abs(across) >= lateral ? [["L", left], ["R", -left]] : [[onLeft ? "L" : "R", onLeft ? -1 : 1]];
    context.font = `bold ${Math.round(1.5 * height * size)}px sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const [letter, side] of letters) {
      const turn = radians(side > 0 ? 40 : 140), radius = (place * size) / 2;
      const at = [size / 2 + radius * Math.cos(turn), size / 2 - radius * Math.sin(turn)];
      context.lineWidth = size / 128;
      context.strokeStyle = "#000";
      context.strokeText(letter, ...at);
      context.fillStyle = "#fff";
      context.fillText(letter, ...at);
    }
  }

  /** The C-arm of the film at a time, with its axes. */
  armOf(time) {
    const found = armAt(this.head.xray.arms, time);
    return found && armed(found);
  }
}

/** Corners the same way round, so that triangles beside each other never cancel. */
function orderedCorners(a, b, c) {
  const area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
  return area < 0 ? [a, c, b] : [a, b, c];
}

/** Draw the rim of what is filled on another canvas. */
function drawRim(context, filled, width, colour) {
  const rim = new OffscreenCanvas(filled.width, filled.height), pen = rim.getContext("2d");
  for (let i = 0; i < 12; i++) {
    pen.drawImage(filled, width * Math.cos((Math.PI * i) / 6), width * Math.sin((Math.PI * i) / 6));
  }
  pen.globalCompositeOperation = "destination-out";
  pen.drawImage(filled, 0, 0);
  pen.globalCompositeOperation = "source-in";
  pen.fillStyle = colour;
  pen.fillRect(0, 0, rim.width, rim.height);
  context.drawImage(rim, 0, 0);
}
