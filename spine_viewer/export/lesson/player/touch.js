// Fingers and mouse on a picture: one turns, two zoom and move, the wheel zooms, a double tap goes back.

const WHEEL = 0.0015, TWICE_MS = 320, TAP_PX = 10;

/**
 * Listen on an element. `on` may have turn(dx, dy), zoom(factor), shift(dx, dy), back() and end(), all in parts of the
 * element's height.
 */
export function listen(element, on) {
  const fingers = new Map();
  let lastTap = 0, walked = 0;

  element.addEventListener("pointerdown", (event) => {
    if (event.button > 2) return;
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    walked = 0;
  });
  element.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = [event.clientX, event.clientY], height = element.clientHeight;
    const dx = (now[0] - before[0]) / height, dy = (now[1] - before[1]) / height;
    walked += Math.abs(dx * height) + Math.abs(dy * height);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, now);
    if (other) {
      const apart = (p) => Math.hypot(p[0] - other[0], p[1] - other[1]);
      on.zoom?.(apart(before) / Math.max(apart(now), 1));
      on.shift?.(dx / 2, dy / 2);
    } else if (event.buttons === 4 || event.shiftKey) on.shift?.(dx, dy);
    else on.turn?.(dx, dy);
  });
  const lift = (event) => {
    if (!fingers.delete(event.pointerId)) return;
    if (event.type === "pointerup" && !fingers.size && walked < TAP_PX) {
      if (event.timeStamp - lastTap < TWICE_MS) on.back?.();
      lastTap = event.timeStamp;
    }
    if (!fingers.size) on.end?.();
  };
  element.addEventListener("pointerup", lift);
  element.addEventListener("pointercancel", lift);
  if (on.zoom) {
    element.addEventListener("wheel", (event) => {
      event.preventDefault();
      on.zoom(Math.exp(WHEEL * event.deltaY));
      on.end?.();
    }, { passive: false });
  }
}
