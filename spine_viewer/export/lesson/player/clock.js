// The lesson's time: which step it is in, and how it runs.

import { clamp } from "./vectors.js";

export class Clock {
  /** `calm`: people who want no motion are shown each step at its telling moment, one after the other. */
  constructor(steps, calm) {
    this.steps = steps;
    this.calm = calm;
    this.end = steps.at(-1).start + steps.at(-1).duration;
    this.time = 0;
    this.speed = 1;
    this.playing = false;
    this.waited = 0;
  }

  get index() {
    return Math.max(this.steps.findLastIndex((step) => step.start <= this.time + 1e-6), 0);
  }

  get step() {
    return this.steps[this.index];
  }

  seek(time) {
    this.time = clamp(time, 0, this.end - 1e-3);
    this.waited = 0;
  }

  /** To the telling moment of a step. */
  toStep(index) {
    this.seek(this.steps[clamp(index, 0, this.steps.length - 1)].still);
  }

  /** Let some seconds pass; at the end it stops. */
  pass(seconds) {
    if (!this.playing) return;
    const by = seconds * this.speed;
    if (!this.calm) {
      if (this.time + by >= this.end - 1e-3) this.playing = false;
      this.time = Math.min(this.time + by, this.end - 1e-3);
      return;
    }
    this.waited += by;
    if (this.waited < this.step.duration) return;
    if (this.index === this.steps.length - 1) this.playing = false;
    else this.toStep(this.index + 1);
  }
}
