// The time after: curves as drawn in the annotations, with a mark where the lesson is.

import { shape } from "./labels.js";

const WIDTH = 400, HEIGHT = 96, EDGE = 8;
const LOOKS = { pain_helped: ["#0b5566", ""], pain_not: ["#b3261e", "7 4"], soreness: ["#7a5a00", "2 4"] };

/** Fill an element with the chart, its key and its note. */
export function drawCurves(element, recovery, place, words, note) {
  const chart = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": words.curve_label });
  const x = (p) => EDGE + p * (WIDTH - 2 * EDGE), y = (level) => HEIGHT - EDGE - Math.min(level, 1.15) * (HEIGHT - 2 * EDGE) / 1.2;
  recovery.days.forEach((_, i) => {
    const at = x(i / recovery.days.length);
    chart.append(shape("line", { x1: at, x2: at, y1: EDGE, y2: HEIGHT - EDGE, stroke: "#c3ccd4" }));
  });
  chart.append(shape("line", { x1: EDGE, x2: WIDTH - EDGE, y1: y(0), y2: y(0), stroke: "#46545f" }));
  const key = document.createElement("ul");
  for (const [name, points] of Object.entries(recovery.curves)) {
    const [stroke, dash] = LOOKS[name], look = { fill: "none", stroke, "stroke-width": 3, "stroke-dasharray": dash };
    chart.append(shape("polyline", { points: points.map(([p, level]) => `${x(p)},${y(level)}`).join(" "), ...look }));
    const sample = shape("svg", { viewBox: "0 0 30 8", "aria-hidden": "true" }), line = document.createElement("li");
    sample.append(shape("line", { x1: 0, x2: 30, y1: 4, y2: 4, ...look }));
    line.append(sample, words[name]);
    key.append(line);
  }
  chart.append(shape("line", { x1: x(place), x2: x(place), y1: 2, y2: HEIGHT - 2, stroke: "#18222b", "stroke-width": 3 }));
  const told = document.createElement("p");
  told.className = "small";
  told.textContent = `${words.curve_note} ${note.text}`;
  if (note.language !== document.documentElement.lang) told.lang = note.language;
  element.replaceChildren(chart, key, told);
}
