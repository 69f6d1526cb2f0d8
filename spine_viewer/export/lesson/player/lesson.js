// The lesson: its pictures, its words and what the reader has chosen.

import { armed } from "./beam.js";
import { between, orbited, placed, shifted, zoomed } from "./camera.js";
import { Clock } from "./clock.js";
import { drawCurves } from "./curves.js";
import { cameraAt } from "./film.js";
import { Fluoroscope } from "./fluoroscope.js";
import { Shapes } from "./graphics.js";
import { Labels, sideLetters } from "./labels.js";
import { Stage } from "./stage.js";
import { clamp } from "./vectors.js";
import { angleWords, dayWords, filled, put, said, speak } from "./words.js";

const REST_MS = 160; // after so long without motion pictures get their names and their full size
const LIVE_MS = 90; // between two X-rays of a film that runs
const FLIGHT_MS = 500;
const LONGEST_S = 0.5; // that one picture may move the film on: a page that was away goes on where it was
const TURN = 3.4, TURN_ARM_DEG = 90; // over the whole height of a picture
const byId = (name) => document.getElementById(name);

export class Lesson {
  constructor(head) {
    this.head = head;
    this.language = head.language;
    this.audience = "patient";
    this.layers = new Set(head.layers);
    this.names = true;
    this.clock = new Clock(head.steps, matchMedia("(prefers-reduced-motion: reduce)").matches);
    this.own = null; // the reader's camera, while it is not the film's
    this.flight = null;
    this.angles = null; // the reader's C-arm angles
    this.invert = false;
    this.stage = this.xray = null;
    this.shownStep = -1;
    this.wants = { view: true, xray: true, names: true };
    this.moved = this.took = 0;
    this.labels = new Labels(byId("labels"), byId("leaders"));
  }

  // ---- pictures

  /** The 3D view on its canvas; throws where there is no WebGL 2. */
  openView(sections) {
    this.canvas = byId("view");
    const gl = this.canvas.getContext("webgl2", { antialias: true, alpha: false, powerPreference: "high-performance" });
    if (!gl) throw new Error("no_webgl");
    this.gl = gl;
    this.shapes = new Shapes(gl, this.head, sections);
    this.stage = new Stage(gl, this.head, this.shapes);
    this.canvas.addEventListener("webglcontextlost", () => {
      this.stage = this.xray = null;
      this.trouble("lost");
    });
    new ResizeObserver(() => this.change("view", "names")).observe(this.canvas);
  }

  /** The X-ray, as soon as its bodies are there. */
  openXray() {
    if (!this.gl) return;
    try {
      this.xray = new Fluoroscope(this.gl, this.head, this.shapes, byId("xray"));
      this.change("xray", "view");
    } catch (error) {
      if (error.message !== "no_xray") throw error;
      this.trouble("no_xray");
      byId("xray-part").hidden = true;
    }
  }

  change(...what) {
    for (const one of what) this.wants[one] = true;
    this.moved = performance.now();
    if (!this.asked) this.asked = requestAnimationFrame((now) => this.frame(now));
  }

  frame(now) {
    this.asked = 0;
    const passed = Math.min((now - (this.before ?? now)) / 1000, LONGEST_S);
    this.before = now;
    if (this.clock.playing) {
      this.clock.pass(passed);
      this.follow();
      this.change("view", "xray", "names");
    } else this.before = undefined;
    if (this.flight && !this.fly(now)) this.change("view", "names");
    const rests = performance.now() - this.moved > REST_MS;
    if (this.wants.view) this.drawView(rests);
    if (this.wants.xray && this.xray) this.drawXray(now, rests);
    if (rests && this.wants.names) this.drawNames();
    const left = this.wants.view || (this.wants.xray && this.xray) || this.wants.names || this.flight;
    if ((left || this.clock.playing) && !this.asked) this.asked = requestAnimationFrame((then) => this.frame(then));
  }

  /** The film's camera, held by the hand where somebody has turned it. */
  camera() {
    return this.flight?.now ?? this.own ?? cameraAt(this.head.cameras, this.clock.time);
  }

  shows(layer) {
    return this.layers.has(layer) || (layer === "skin" && this.clock.step.skin) || (layer === "c_arm" && this.clock.step.skin);
  }

  drawView() {
    if (!this.stage) return;
    const { canvas } = this, sharp = Math.min(devicePixelRatio || 1, 2);
    const width = Math.max(Math.round(canvas.clientWidth * sharp), 2), height = Math.max(Math.round(canvas.clientHeight * sharp), 2);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const arm = this.layers.has("c_arm") ? this.arm() : null;
    this.view = this.stage.draw(this.clock.time, this.camera(), (layer) => this.shows(layer), arm, width, height);
    this.wants.view = false;
    this.wants.names = true;
    this.labels.clear();
    const letters = sideLetters(this.view.right);
    byId("sides").childNodes.forEach((element, i) => (element.textContent = letters[i]));
  }

  drawNames() {
    this.wants.names = false;
    this.labels.clear();
    if (!this.stage || !this.names || !this.view) return;
    const { clientWidth: width, clientHeight: height } = this.canvas, shows = (layer) => this.shows(layer);
    const things = this.stage.things(this.clock.time, shows, null);
    const hidden = (points) => {
      const depths = this.stage.depths(this.clock.time, this.camera(), shows, width / height, points);
      return points.map((point, i) => point[2] > depths[i]);
    };
    const present = Labels.present(this.clock.step.labels[this.audience], things);
    this.labels.draw(present, this.view, width, height, this.language, hidden);
  }

  drawXray(now, rests) {
    const arm = this.arm();
    if (!arm) return (this.wants.xray = false);
    const turning = !rests && (this.turningArm || this.clock.playing);
    if (turning && now - this.took < LIVE_MS) return;
    this.took = now;
    const outlined = this.xray.show(this.clock.time, arm, { quick: !rests && Boolean(this.turningArm), invert: this.invert });
    byId("outline-note").hidden = !outlined;
    if (rests || !this.turningArm) this.wants.xray = false;
    this.tellArm(arm);
  }

  /** The C-arm: where the film has it, or turned by the reader. */
  arm() {
    const film = this.xray?.armOf(this.clock.time);
    return film && this.angles ? armed({ ...film, ...this.angles }) : film;
  }

  fly(now) {
    const { from, started } = this.flight;
    const share = this.clock.calm ? 1 : Math.min((now - started) / FLIGHT_MS, 1);
    this.flight.now = between(from, cameraAt(this.head.cameras, this.clock.time), share * share * (3 - 2 * share));
    if (share < 1) return false;
    this.flight = null;
    this.change("view", "names");
    return true;
  }

  // ---- what the reader does

  turnView(dx, dy) {
    this.hold(orbited(this.camera(), TURN * dx, TURN * dy));
  }

  zoomView(factor) {
    this.hold(zoomed(this.camera(), factor));
  }

  shiftView(dx, dy) {
    this.hold(shifted(this.camera(), dx, dy, this.canvas.clientWidth / this.canvas.clientHeight));
  }

  hold(camera) {
    this.flight = null;
    this.own = camera;
    byId("view-back").hidden = false;
    this.change("view", "names");
  }

  /** Back to the view of the step, along a short way. */
  backToStep() {
    if (!this.own) return;
    this.flight = { from: this.own, started: performance.now() };
    this.own = null;
    byId("view-back").hidden = true;
    this.change("view", "names");
  }

  turnArm(dx, dy) {
    const arm = this.arm();
    if (arm) this.setArm(arm.oblique - TURN_ARM_DEG * dx, arm.tilt + TURN_ARM_DEG * dy);
  }

  setArm(oblique, tilt) {
    const { oblique_deg, tilt_deg } = this.head.xray;
    this.angles = { oblique: clamp(oblique, ...oblique_deg), tilt: clamp(tilt, ...tilt_deg) };
    this.turningArm = true;
    this.change("xray", ...(this.layers.has("c_arm") ? ["view"] : []));
    this.tellArm(this.arm());
  }

  restArm() {
    this.turningArm = false;
    this.change("xray");
  }

  backToArm() {
    this.angles = null;
    this.restArm();
    this.tellArm(this.arm());
  }

  tellArm(arm) {
    if (!arm) return;
    const words = this.head.words[this.language], told = angleWords(words, arm.oblique, arm.tilt);
    byId("angles").textContent = filled(words[this.angles ? "turned" : "of_step"], told);
    byId("xray-back").hidden = !this.angles;
    for (const [name, value, text] of [["oblique", arm.oblique, told.oblique], ["tilt", arm.tilt, told.tilt]]) {
      const slider = byId(name);
      slider.value = Math.round(value);
      slider.setAttribute("aria-valuetext", text);
    }
  }

  // ---- the film

  play(on = !this.clock.playing) {
    if (on && this.clock.time >= this.clock.end - 0.01) this.clock.seek(0);
    this.clock.playing = on;
    this.follow();
    this.change("view", "xray", "names");
  }

  seek(time) {
    this.clock.seek(time);
    this.follow();
    this.change("view", "xray", "names");
  }

  toStep(index) {
    this.clock.playing = false;
    this.clock.toStep(index);
    this.follow();
    this.change("view", "xray", "names");
  }

  /** The page follows the clock. */
  follow() {
    const { clock } = this, button = byId("play"), words = this.head.words[this.language];
    byId("time").value = clock.time;
    button.classList.toggle("on", clock.playing);
    const ended = !clock.playing && clock.time >= clock.end - 0.01;
    button.title = words[clock.playing ? "pause" : ended ? "again" : "play"];
    button.setAttribute("aria-label", button.title);
    byId("caption").setAttribute("aria-live", clock.playing ? "off" : "polite");
    if (clock.index !== this.shownStep) {
      this.shownStep = clock.index;
      this.own = this.angles = this.flight = null;
      byId("view-back").hidden = true;
      this.tellStep();
    } else if (clock.step.phase !== null) this.tellRecovery();
  }

  tellStep() {
    const { clock, head, language, audience } = this, { step } = clock, words = head.words[language];
    const count = filled(words.step_of, { step: clock.index + 1, count: head.steps.length });
    const days = step.phase === null ? "" : ` · ${words.after}: ${dayWords(words, ...head.recovery.days[step.phase])}`;
    byId("count").textContent = count + days;
    const name = said(step.name, language, audience), caption = said(step.caption, language, audience);
    put(byId("name"), name);
    put(byId("caption"), caption);
    byId("untranslated").hidden = caption.language === language;
    const seen = said(step.described.view, language, audience), ray = said(step.described.xray, language, audience);
    for (const [canvas, place, told] of [["view", "view-words", seen], ["xray", "xray-words", ray]]) {
      put(byId(place), told);
      byId(canvas).setAttribute("aria-label", `${words[canvas]}. ${told.text}`);
    }
    byId("time").setAttribute("aria-valuetext", `${count}: ${name.text}`);
    byId("time").lang = name.language;
    byId("previous").disabled = clock.index === 0;
    byId("next").disabled = clock.index === head.steps.length - 1;
    byId("step-list").querySelectorAll("button").forEach((button, i) => {
      if (i === clock.index) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
    byId("words-part").scrollTop = 0;
    this.tellRecovery();
  }

  tellRecovery() {
    const { step, time } = this.clock, box = byId("recovery");
    box.hidden = step.phase === null;
    if (box.hidden) return;
    const { recovery, words } = this.head, share = clamp((time - step.start) / step.duration, 0, 1);
    const place = (step.phase + share) / recovery.days.length;
    drawCurves(box, recovery, place, words[this.language], said(recovery.note, this.language, this.audience));
  }

  /** Every word anew, in the language and for the readers that are chosen. */
  speak() {
    const { head, language, audience } = this, words = head.words[language];
    document.documentElement.lang = language;
    speak(words);
    const title = said(head.title, language, audience);
    put(byId("title"), title);
    byId("joint").textContent = head.joint[language];
    document.title = `${title.text}: ${head.joint[language]}`;
    for (const key of ["summary", "limits"]) put(byId(key), said(head[key], language, audience));
    put(byId("advice"), said(head.recovery.advice, language, audience));
    byId("version").textContent = filled(words.made_with, { version: head.version });
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", button.dataset.language === language);
    }
    for (const button of document.querySelectorAll("[data-audience]")) {
      button.setAttribute("aria-pressed", button.dataset.audience === audience);
    }
    byId("step-list").querySelectorAll("button").forEach((button, i) => {
      put(button, said(head.steps[i].name, language, audience));
      button.prepend(`${i + 1}. `);
    });
    document.querySelectorAll("#source-list td[data-status]").forEach((cell) => {
      cell.textContent = words[`status_${cell.dataset.status}`] ?? "";
    });
    document.querySelectorAll("#source-list td[data-here]").forEach((cell) => (cell.textContent = words.this_model));
    this.shownStep = -1;
    const { own, angles } = this;
    this.follow();
    Object.assign(this, { own, angles });
    byId("view-back").hidden = !own;
    this.tellArm(this.arm());
    this.change("names");
  }

  trouble(word) {
    const place = byId("trouble");
    place.dataset.word = word;
    place.textContent = this.head.words[this.language][word];
    place.hidden = false;
  }
}
