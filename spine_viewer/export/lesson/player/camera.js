// Where the 3D picture is taken from, and the numbers that shaders need for it.

import { add, clamp, cross, dot, less, mix, radians, times, turned, unit } from "./vectors.js";

const VIEW_ANGLE_DEG = 14;
const LENS = Math.tan(radians(VIEW_ANGLE_DEG / 2));
const NEAREST_MM = 5, FARTHEST_MM = 900; // half the height of the picture
const STEEPEST = 0.985; // how near to its pole the camera may come

/** The camera's axes and distance in a window of an aspect (width over height). */
export function placed(camera, aspect) {
  const toward = unit(camera.toward);
  const up = unit(less(camera.up, times(toward, dot(camera.up, toward))));
  const right = cross(up, toward);
  const half = Math.max(camera.halfHeight, camera.halfWidth / aspect);
  const distance = half / LENS;
  const eye = add(camera.focal, times(toward, distance));
  const near = Math.max(distance - 1200, distance * 0.02), far = distance + 1600;
  return { eye, toward, up, right, half, distance, near, far, aspect };
}

/** The matrix (column after column) from world mm to the picture. */
export function matrixOf({ eye, toward, up, right, near, far, aspect }) {
  const sx = 1 / (LENS * aspect), sy = 1 / LENS;
  const a = (far + near) / (far - near), b = (2 * far * near) / (far - near);
  const rows = [
    [...times(right, sx), -sx * dot(right, eye)],
    [...times(up, sy), -sy * dot(up, eye)],
    [...times(toward, -a), a * dot(toward, eye) - b],
    [...times(toward, -1), dot(toward, eye)],
  ];
  return new Float32Array([0, 1, 2, 3].flatMap((column) => rows.map((row) => row[column])));
}

/** Where a world point is in a picture of width and height: [x, y, depth along the view]. */
export function projected(view, point, width, height) {
  const from = less(point, view.eye), depth = -dot(from, view.toward);
  const x = dot(from, view.right) / (depth * LENS * view.aspect), y = dot(from, view.up) / (depth * LENS);
  return [(0.5 + 0.5 * x) * width, (0.5 - 0.5 * y) * height, depth];
}

/** A camera turned by hand: to the right and upwards, as if the body were held. */
export function orbited(camera, rightwards, upwards) {
  const up = unit(camera.up);
  let toward = turned(unit(camera.toward), up, -rightwards);
  const right = unit(cross(up, toward)), raised = turned(toward, right, -upwards);
  if (Math.abs(dot(raised, up)) < STEEPEST) toward = raised;
  return { ...camera, toward, up };
}

/** A camera that shows more (factor over 1) or less. */
export function zoomed(camera, factor) {
  const held = clamp(camera.halfHeight * factor, NEAREST_MM, FARTHEST_MM) / camera.halfHeight;
  return { ...camera, halfHeight: camera.halfHeight * held, halfWidth: camera.halfWidth * held };
}

/** A camera moved by parts of the picture's height. */
export function shifted(camera, rightwards, upwards, aspect) {
  const view = placed(camera, aspect), mm = 2 * view.half;
  const by = add(times(view.right, -rightwards * mm), times(view.up, -upwards * mm));
  return { ...camera, focal: add(camera.focal, by) };
}

/** A camera between two. */
export function between(one, other, share) {
  const ratio = (a, b) => a * Math.pow(b / a, share);
  return {
    focal: mix(one.focal, other.focal, share),
    toward: unit(mix(one.toward, other.toward, share)),
    up: unit(mix(one.up, other.up, share)),
    halfHeight: ratio(one.halfHeight, other.halfHeight),
    halfWidth: ratio(one.halfWidth, other.halfWidth),
  };
}
