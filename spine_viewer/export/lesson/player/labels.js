// Names beside the 3D picture in two columns, with lines to what they name.

import { projected } from "./camera.js";
import { add } from "./vectors.js";

const MARGIN = 8, HEAD = 34, FOOT = 60, GAP = 5, ELBOW = 12, NARROW_PX = 520, FEW = 5, MOST = 14;

export class Labels {
  constructor(box, lines) {
    this.box = box;
    this.lines = lines;
    this.clear();
  }

  clear() {
    this.box.replaceChildren();
    this.lines.replaceChildren();
  }

  /** Where the names' anchors are: {label, at (world)} of those whose things are there. */
  static present(labels, things) {
    const there = new Map(things.map((thing) => [thing.id, thing]));
    return labels.flatMap((label) => {
      const thing = there.get(label.of);
      if (label.of && !thing) return [];
      return [{ label, at: label.moves ? add(label.at, thing.place) : label.at }];
    });
  }

  /** Draw names; `hidden(anchors)` says of points [x, y, depth] in parts of the picture which cannot be seen. */
  draw(present, view, width, height, language, hidden) {
    this.clear();
    const anchors = present.map(({ at }) => projected(view, at, width, height));
    const unseen = hidden(anchors.map(([x, y, depth], i) => [x / width, y / height, depth - present[i].label.slack]));
    const most = width < NARROW_PX ? FEW : MOST;
    const kept = [];
    anchors.forEach(([x, y], i) => {
      const inside = x > 0 && y > 0 && x < width && y < height;
      if (inside && !unseen[i] && kept.length < most) kept.push({ x, y, label: present[i].label });
    });
    const middle = median(kept.map(({ x }) => x), width);
    for (const side of ["left", "right"]) {
      this.column(kept.filter(({ x }) => x < middle === (side === "left")), side, width, height, language);
    }
  }

  column(members, side, width, height, language) {
    members.sort((a, b) => a.y - b.y);
    for (const one of members) {
      one.element = document.createElement("span");
      const held = one.label.text[language] ? language : "en";
      one.element.textContent = one.label.text[held];
      one.element.lang = held;
      if (one.label.emphasis === "target") one.element.className = "target";
      this.box.append(one.element);
      one.w = one.element.offsetWidth;
      one.h = one.element.offsetHeight;
    }
    let floor = HEAD; // downwards as far apart as they must be, then up again from the lower edge
    for (const one of members) floor = (one.top = Math.max(one.y - one.h / 2, floor)) + one.h + GAP;
    let ceiling = height - FOOT;
    for (const one of [...members].reverse()) ceiling = (one.top = Math.min(one.top, ceiling - one.h)) - GAP;
    for (const one of members) this.place(one, side, width);
  }

  place(one, side, width) {
    const left = side === "left" ? MARGIN : width - MARGIN - one.w, inner = side === "left" ? left + one.w : left;
    const covered = one.x > left - 2 && one.x < left + one.w + 2 && one.y > one.top && one.y < one.top + one.h;
    if (one.top < 0 || covered) return one.element.remove();
    one.element.style.transform = `translate(${left}px, ${one.top}px)`;
    const y = one.top + one.h / 2, out = side === "left" ? ELBOW : -ELBOW;
    const straight = (one.x - inner) * Math.sign(out) < ELBOW;
    const corners = straight ? [[inner, y], [one.x, one.y]] : [[inner, y], [inner + out, y], [one.x, one.y]];
    this.lines.append(shape("polyline", { points: corners.map((c) => c.join()).join(" ") }));
    this.lines.append(shape("circle", { cx: one.x, cy: one.y, r: 2.6 }));
  }
}

function median(values, width) {
  if (!values.length) return width / 2;
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[sorted.length >> 1] + width / 2) / 2;
}

/** An SVG element with attributes. */
export function shape(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** Letters of the patient's sides at the picture's left and right edge. */
export function sideLetters(right) {
  const axis = Math.abs(right[0]) > 0.4 ? 0 : Math.abs(right[1]) > Math.abs(right[2]) ? 1 : 2;
  const [low, high] = [["R", "L"], ["A", "P"], ["F", "H"]][axis];
  return right[axis] > 0 ? [low, high] : [high, low];
}
