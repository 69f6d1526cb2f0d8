// From line integrals to the grey levels of a screen: detector, automatic brightness, flattened logarithm, tone curve.
// The same steps and figures as spine_viewer.imaging.picture; the figures come with the lesson.

import { bell, narrow, wide } from "./smooth.js";

const SMALLEST = 1e-6, FEWEST_QUANTA = 4;

/** The display of one C-arm's pictures of one size. */
export class Display {
  constructor(settings, arm, size) {
    this.settings = settings;
    this.size = size;
    this.pixelMm = arm.field / size;
    this.opening = disc(size, 1);
    this.measuring = disc(size, settings.display.measuring_field);
    const { detector } = settings, magnification = arm.toDetector / arm.toIsocentre;
    const penumbra = (detector.focal_spot_mm * (magnification - 1)) / detector.fwhm_per_sigma;
    this.blurPx = Math.hypot(penumbra, detector.intrinsic_blur_sigma_mm) / this.pixelMm;
    this.sharpenPx = settings.display.sharpen_spread_mm / this.pixelMm;
    this.quanta = detector.photons_per_mm2 * this.pixelMm ** 2;
    this.tones = tonesOf(settings.display);
  }

  /** Everything about bodies that stand still: kept while only needles move. */
  still(integrals) {
    const primary = integrals.map((x) => Math.exp(-x));
    const scatter = this.scatter(primary);
    const signal = this.signal(primary, scatter);
    return { primary, scatter, ...this.measure(signal, integrals) };
  }

  /** Grey levels (size x size), 0 outside the field; `moving` what beam.js gives, `noise` its field or null. */
  picture(still, moving, noise, invert = false) {
    let { flat, deviation } = still;
    if (moving) {
      const signal = this.signal(passed(still.primary, moving, this.size), still.scatter);
      flat = this.sharpened(signal.map((x, i) => -Math.log(Math.max(x, SMALLEST * still.mean)) - still.base[i]));
      deviation = this.deviation(signal, still.mean);
    }
    const { span, window, tones: count } = this.settings.display, { tones, opening } = this;
    const scale = (count - 1) / (span * window), middle = (count - 1) / 2, picture = new Uint8Array(flat.length);
    for (let i = 0; i < flat.length; i++) {
      const value = noise ? flat[i] + deviation[i] * noise[i] : flat[i];
      const tone = tones[Math.min(Math.max(value * scale + middle, 0), count - 1) | 0];
      picture[i] = opening[i] * (invert ? 255 - tone : tone);
    }
    return picture;
  }

  /** Scatter behind the grid: a broad low-pass of the primary, from where rays crossed much tissue. */
  scatter(primary) {
    const { doublings, scatter_spread_mm: spread, scatter_to_primary: share } = this.settings.detector;
    const made = primary.map((p) => p * (1 - p) ** (2 ** doublings));
    return wide(made, this.opening, this.size, spread / this.pixelMm, this.blocks).map((x) => share * x);
  }

  signal(primary, scatter) {
    const signal = narrow(primary, this.size, this.blurPx);
    for (let i = 0; i < signal.length; i++) signal[i] += scatter[i];
    return signal;
  }

  /** Automatic brightness, and the flattened logarithm that it gives. */
  measure(signal, integrals) {
    const { display } = this.settings, { size, opening, measuring } = this, count = size * size;
    let any = false;
    const body = new Uint8Array(count);
    for (let i = 0; i < count; i++) any = (body[i] = integrals[i] > display.direct_exposure && opening[i] ? 1 : 0) || any;
    const seen = any ? body : opening, some = this.sampled();
    let centre = some.filter((i) => measuring[i] && body[i]);
    if (centre.length < display.least * some.filter((i) => opening[i]).length) centre = some.filter((i) => seen[i]);
    const mean = average(centre, (i) => signal[i]);
    const logs = signal.map((x) => -Math.log(Math.max(x, SMALLEST * mean)));
    const low = wide(logs, seen, size, display.flatten_spread_mm / this.pixelMm, this.blocks);
    const levels = Float64Array.from(some.filter((i) => seen[i]), (i) => low[i]).sort();
    const spread = percentile(levels, 0.95) - percentile(levels, 0.05);
    const room = display.low_frequency_room * display.window, [least, most] = display.flatten;
    const share = Math.min(Math.max(1 - room / Math.max(spread, SMALLEST), least), most);
    const level = average(centre, (i) => logs[i] - share * low[i]);
    const base = low.map((x) => share * x + level);
    const flat = this.sharpened(logs.map((x, i) => x - base[i]));
    return { mean, base, flat, deviation: this.deviation(signal, mean) };
  }

  /** Edges lifted a little, as the display of a C-arm does. */
  sharpened(flat) {
    const { sharpen } = this.settings.display, smooth = narrow(flat, this.size, this.sharpenPx);
    return flat.map((x, i) => x + sharpen * (x - smooth[i]));
  }

  /** Standard deviation of the logarithm by quantum noise. */
  deviation(signal, mean) {
    const scale = this.quanta / mean;
    return signal.map((x) => 1 / Math.sqrt(Math.max(scale * x, FEWEST_QUANTA)));
  }

  /** A field of noise of this detector: unit deviation before its own blur. */
  noise() {
    const field = new Float32Array(this.size * this.size).map(bell);
    return narrow(field, this.size, this.settings.detector.intrinsic_blur_sigma_mm / this.pixelMm);
  }

  get blocks() {
    return this.settings.detector.blocks_per_sigma;
  }

  /** Pixels that the statistics look at. */
  sampled() {
    const step = Math.max(1, Math.floor(this.size / this.settings.display.statistics)), found = [];
    for (let r = 0; r < this.size; r += step) for (let c = 0; c < this.size; c += step) found.push(r * this.size + c);
    return found;
  }
}

/** 1 within a part of the round field. */
function disc(size, part) {
  const mask = new Uint8Array(size * size), radius = (part * size) / 2;
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < size; c++) {
      mask[r * size + c] = (r + 0.5 - size / 2) ** 2 + (c + 0.5 - size / 2) ** 2 <= radius ** 2 ? 1 : 0;
    }
  }
  return mask;
}

/** Grey level by place in the table: a straight middle with soft ends, dark where the logarithm is high. */
function tonesOf({ tones, span, window, level }) {
  return Uint8Array.from({ length: tones }, (_, i) => {
    const straight = (i / (tones - 1) - 0.5) * span;
    const dark = Math.tanh(Math.max(straight, 0) / level) * level;
    const light = Math.tanh(Math.max(-straight, 0) / (1 - level)) * (1 - level);
    return Math.round(255 * Math.min(Math.max(level - dark + light, 0), 1));
  });
}

/** What of the primary passes needles and contrast too: the mean over the fine pixels of each pixel. */
function passed(primary, { window, fine, finer }, size) {
  const found = primary.slice(), wideRow = finer * window.width;
  for (let r = 0; r < window.height; r++) {
    for (let c = 0; c < window.width; c++) {
      let sum = 0;
      for (let y = 0; y < finer; y++) {
        for (let x = 0; x < finer; x++) sum += Math.exp(-fine[(finer * r + y) * wideRow + finer * c + x]);
      }
      found[(window.top + r) * size + window.left + c] *= sum / finer ** 2;
    }
  }
  return found;
}

const average = (places, value) => places.reduce((sum, i) => sum + value(i), 0) / places.length;

function percentile(sorted, share) {
  const at = share * (sorted.length - 1), low = Math.floor(at), high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}
