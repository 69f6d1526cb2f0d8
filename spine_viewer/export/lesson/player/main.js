// Opens the lesson: words first, then the 3D view, then the X-ray.

import { wire } from "./controls.js";
import { block, readHead } from "./data.js";
import { Lesson } from "./lesson.js";

const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

async function open() {
  const page = document.documentElement;
  if (typeof DecompressionStream === "undefined" || !Array.prototype.findLastIndex) {
    const place = document.getElementById("trouble");
    place.textContent = "This browser is too old for the lesson. Este navegador es demasiado antiguo para la lección.";
    place.hidden = false;
    return;
  }
  const lesson = new Lesson(await readHead());
  const asked = location.hash.slice(1); // lesson.html#es opens in Spanish
  if (lesson.head.words[asked]) lesson.language = asked;
  wire(lesson);
  lesson.speak();
  globalThis.lesson = lesson;
  const sections = { view: await block("view") };
  try {
    lesson.openView(sections);
  } catch (error) {
    if (error.message !== "no_webgl") throw error;
    lesson.trouble("no_webgl");
    page.dataset.ready = "words";
    return;
  }
  lesson.change("view", "names");
  await drawn();
  performance.mark("first-picture");
  page.dataset.ready = "view";
  sections.xray = await block("xray");
  lesson.openXray();
  await drawn();
  page.dataset.ready = "all";
}

open();
