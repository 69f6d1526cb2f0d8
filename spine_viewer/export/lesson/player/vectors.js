// Small vectors [x, y, z], world mm: x to the patient's left, y to the back, z to the head.

export const add = (a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const less = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const times = (a, s) => [a[0] * s, a[1] * s, a[2] * s];
export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
export const unit = (a) => times(a, 1 / (Math.hypot(a[0], a[1], a[2]) || 1));
export const mix = (a, b, share) => a.map((x, i) => x + share * (b[i] - x));
export const clamp = (x, low, high) => Math.min(Math.max(x, low), high);
export const radians = (degrees) => (degrees * Math.PI) / 180;

/** A vector turned about a unit axis. */
export function turned(v, axis, angle) {
  const c = Math.cos(angle), s = Math.sin(angle);
  return add(add(times(v, c), times(cross(axis, v), s)), times(axis, dot(axis, v) * (1 - c)));
}

/** A unit vector square to another one. */
export function square(v) {
  const least = v.map(Math.abs).indexOf(Math.min(...v.map(Math.abs)));
  return unit(cross(v, [0, 1, 2].map((i) => (i === least ? 1 : 0))));
}
