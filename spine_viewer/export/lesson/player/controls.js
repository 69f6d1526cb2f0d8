// Buttons, sliders, keys and fingers.

import { listen } from "./touch.js";

const LAYERS = ["bones", "discs", "cartilage", "ligaments", "nerves", "cord", "avoid", "skin", "needle", "lesion", "c_arm"];
const ROOMY = "(min-width: 761px) and (min-height: 501px)";
const NUDGE = 0.06; // of a picture's height, for a key that turns it
const element = (name) => document.getElementById(name);

export function wire(lesson) {
  const { head, clock } = lesson;
  fillSteps(lesson);
  fillLayers(lesson);
  fillSources(head.sources);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => ((lesson.language = button.dataset.language), lesson.speak()));
  }
  for (const button of document.querySelectorAll("[data-audience]")) {
    button.addEventListener("click", () => ((lesson.audience = button.dataset.audience), lesson.speak()));
  }
  element("play").addEventListener("click", () => lesson.play());
  element("previous").addEventListener("click", () => lesson.toStep(clock.index - 1));
  element("next").addEventListener("click", () => lesson.toStep(clock.index + 1));
  element("speed").addEventListener("change", (event) => (clock.speed = Number(event.target.value)));
  const time = element("time");
  time.max = clock.end;
  time.addEventListener("input", () => lesson.seek(Number(time.value)));
  for (const step of head.steps.slice(1)) {
    const tick = document.createElement("i");
    tick.style.left = `${(100 * step.start) / clock.end}%`;
    element("ticks").append(tick);
  }

  element("turn").open = matchMedia(ROOMY).matches; // fingers turn the picture itself
  const [low, high] = head.xray.oblique_deg, [least, most] = head.xray.tilt_deg;
  Object.assign(element("oblique"), { min: low, max: high });
  Object.assign(element("tilt"), { min: least, max: most });
  for (const name of ["oblique", "tilt"]) {
    element(name).addEventListener("input", () => lesson.setArm(Number(element("oblique").value), Number(element("tilt").value)));
    element(name).addEventListener("change", () => lesson.restArm());
  }
  element("xray-back").addEventListener("click", () => lesson.backToArm());
  element("invert").addEventListener("click", (event) => {
    lesson.invert = !lesson.invert;
    event.currentTarget.setAttribute("aria-pressed", lesson.invert);
    lesson.change("xray");
  });
  element("view-back").addEventListener("click", () => lesson.backToStep());
  listen(element("view"), {
    turn: (dx, dy) => lesson.turnView(dx, dy),
    zoom: (factor) => lesson.zoomView(factor),
    shift: (dx, dy) => lesson.shiftView(dx, dy),
    back: () => lesson.backToStep(),
  });
  listen(element("xray"), {
    turn: (dx, dy) => lesson.turnArm(dx, dy),
    back: () => lesson.backToArm(),
    end: () => lesson.restArm(),
  });
  element("open-about").addEventListener("click", () => element("about").showModal());
  element("close-about").addEventListener("click", () => element("about").close());
  document.addEventListener("keydown", (event) => heed(event, lesson));
}

/** Keys: of the 3D view where it has the focus, else those of the film. */
function heed(event, lesson) {
  if (event.ctrlKey || event.metaKey || event.altKey || element("about").open) return;
  const inside = event.target;
  if (inside.id === "view" && viewKey(event.key, lesson)) return event.preventDefault();
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(inside.tagName)) return;
  const pressed = /^(BUTTON|SUMMARY)$/.test(inside.tagName);
  const keys = {
    " ": () => lesson.play(),
    ArrowRight: () => lesson.toStep(lesson.clock.index + 1),
    ArrowLeft: () => lesson.toStep(lesson.clock.index - 1),
    Home: () => lesson.toStep(0),
    End: () => lesson.toStep(lesson.head.steps.length - 1),
  };
  if (!keys[event.key] || (pressed && event.key === " ")) return;
  event.preventDefault();
  keys[event.key]();
}

function viewKey(key, lesson) {
  const keys = {
    ArrowRight: () => lesson.turnView(NUDGE, 0),
    ArrowLeft: () => lesson.turnView(-NUDGE, 0),
    ArrowUp: () => lesson.turnView(0, -NUDGE),
    ArrowDown: () => lesson.turnView(0, NUDGE),
    "+": () => lesson.zoomView(1 / 1.15),
    "-": () => lesson.zoomView(1.15),
  };
  keys[key]?.();
  return Boolean(keys[key]);
}

function fillSteps(lesson) {
  lesson.head.steps.forEach((_, i) => {
    const line = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.addEventListener("click", () => {
      lesson.toStep(i);
      element("steps").open = false;
      element("steps").querySelector("summary").focus();
    });
    line.append(button);
    element("step-list").append(line);
  });
}

function fillLayers(lesson) {
  const there = new Set(lesson.head.items.map((item) => item.layer));
  const add = (word, checked, change) => {
    const label = document.createElement("label"), box = document.createElement("input"), text = document.createElement("span");
    Object.assign(box, { type: "checkbox", checked });
    text.dataset.word = word;
    box.addEventListener("change", () => change(box.checked));
    box.dataset.layer = word;
    label.append(box, text);
    element("layer-list").append(label);
  };
  for (const layer of LAYERS) {
    if (!there.has(layer) && layer !== "c_arm") continue;
    add(`layer_${layer}`, lesson.layers.has(layer), (on) => {
      if (on) lesson.layers.add(layer);
      else lesson.layers.delete(layer);
      lesson.change("view", "names");
    });
  }
  add("names", lesson.names, (on) => {
    lesson.names = on;
    lesson.change("view", "names");
  });
}

/** Figures with their sources; they are told in English alone. */
function fillSources(sources) {
  for (const { name, value, source, status, note } of sources) {
    const row = document.createElement("tr");
    for (const text of [note ? `${name} (${note})` : name, value, source]) {
      const cell = document.createElement("td");
      cell.textContent = text;
      cell.lang = "en";
      row.append(cell);
    }
    if (!source) row.lastChild.dataset.here = "";
    const sure = document.createElement("td");
    sure.dataset.status = status;
    row.append(sure);
    element("source-list").append(row);
  }
}
