// The film: what is there at a time, from tracks of rows [time, value, ...] between which values run straight.

/** Values of a track at a time, null where there are none; the first `jumps` values do not run but jump. */
export function valuesAt(track, time, jumps = 0) {
  let low = 0, high = track.length - 1;
  if (high < 0 || time < track[0][0]) return null;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (track[middle][0] <= time) low = middle;
    else high = middle - 1;
  }
  const here = track[low], next = track[low + 1];
  if (here.length === 1) return null;
  if (!next || next.length === 1) return here.slice(1);
  for (let i = 1; i <= jumps; i++) if (here[i] !== next[i]) return here.slice(1);
  const share = (time - here[0]) / (next[0] - here[0]);
  return here.slice(1).map((value, i) => value + share * (next[i + 1] - value));
}

/** Every item that is there at a time: {item, shape, colour, opacity, size, place}. */
export function itemsAt(items, time) {
  const found = [];
  for (const item of items) {
    const values = valuesAt(item.track, time, 1);
    if (!values) continue;
    const [shape, red, green, blue, opacity, size] = values;
    const place = item.places ? valuesAt(item.places, time) : null;
    found.push({ item, shape: item.shapes[Math.round(shape)], colour: [red, green, blue], opacity, size, place });
  }
  return found;
}

/** The film's camera at a time. */
export function cameraAt(track, time) {
  const v = valuesAt(track, time);
  return { focal: v.slice(0, 3), toward: v.slice(3, 6), up: v.slice(6, 9), halfHeight: v[9], halfWidth: v[10] };
}

/** The C-arm at a time: width of its field, angles in degrees, isocentre, distances in mm; null where there is none. */
export function armAt(track, time) {
  const v = valuesAt(track, Math.max(time, track[0][0]), 1);
  return v && { field: v[0], oblique: v[1], tilt: v[2], isocentre: v.slice(3, 6), toDetector: v[6], toIsocentre: v[7] };
}

/** The profile of a burn after some seconds of heating; null before there is one. */
export function profileAt(moments, seconds) {
  if (!moments || !moments.length || seconds < moments[0].s - 1e-6) return null;
  let i = 0;
  while (i + 1 < moments.length && moments[i + 1].s <= seconds) i++;
  const here = moments[i], next = moments[i + 1];
  if (!next) return here.profile;
  const share = (seconds - here.s) / (next.s - here.s);
  return here.profile.map((x, k) => x + share * (next.profile[k] - x));
}

/** Places of the beads that carry the pain signal at a time: [x, y, z] each. */
export function beadsAt(signals, paths, time) {
  const found = [];
  for (const run of signals.runs) {
    const values = valuesAt(run.track, time);
    if (!values) continue;
    const path = paths[run.path];
    let at = (time * signals.speed) % signals.spacing, walked = 0;
    for (let i = 3; i < path.length && at < values[0]; i += 3) {
      const step = Math.hypot(path[i] - path[i - 3], path[i + 1] - path[i - 2], path[i + 2] - path[i - 1]);
      while (at <= walked + step && at < values[0]) {
        const share = (at - walked) / (step || 1);
        found.push([0, 1, 2].map((k) => path[i - 3 + k] + share * (path[i + k] - path[i - 3 + k])));
        at += signals.spacing;
      }
      walked += step;
    }
  }
  return found;
}

/** The pain signal on its way to the brain: {path, front} of each nerve, and beads {at, radius}. */
export function painAt(pain, paths, time) {
  const found = [];
  for (const run of pain.runs) {
    const values = valuesAt(run.track, time);
    if (!values) continue;
    const [front, ahead] = values, path = paths[run.path], beads = [], last = path.length / 3 - 1;
    for (let mm = front + (ahead % pain.apart); mm > 0; mm -= pain.apart) {
      if (mm > front) continue;
      const i = Math.min(Math.floor(mm / pain.step), last - 1), share = Math.min(mm / pain.step - i, 1);
      const at = [0, 1, 2].map((k) => path[3 * i + k] + share * (path[3 * i + 3 + k] - path[3 * i + k]));
      const grown = Math.min(mm / pain.grow, 1);
      beads.push({ at, radius: pain.beads[0] + grown * (pain.beads[1] - pain.beads[0]) });
    }
    found.push({ path: run.path, front, beads });
  }
  return found;
}
