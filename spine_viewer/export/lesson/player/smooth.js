// Gaussian low-passes of square pictures: narrow ones directly, wide ones on a coarse grid of blocks.

const TRUNCATE = 3, FINE = 16, LEAST_PX = 0.05, NEGLIGIBLE = 1e-6;

/** Gaussian blur; edges repeat. */
export function narrow(image, size, sigma) {
  if (sigma < LEAST_PX) return image.slice();
  const taps = tapsOf(sigma), reach = (taps.length - 1) / 2;
  const down = new Float32Array(size * size), across = new Float32Array(size * size);
  for (let r = 0; r < size; r++) {
    for (let k = -reach; k <= reach; k++) {
      const from = Math.min(Math.max(r + k, 0), size - 1) * size, tap = taps[reach + k], to = r * size;
      for (let c = 0; c < size; c++) down[to + c] += tap * image[from + c];
    }
  }
  const line = new Float32Array(size + 2 * reach);
  for (let r = 0; r < size; r++) {
    const row = r * size;
    for (let c = 0; c < line.length; c++) line[c] = down[row + Math.min(Math.max(c - reach, 0), size - 1)];
    for (let k = 0; k < taps.length; k++) {
      const tap = taps[k];
      for (let c = 0; c < size; c++) across[row + c] += tap * line[c + k];
    }
  }
  return across;
}

/** Each tap is the mean of the bell over its pixel. */
function tapsOf(sigma) {
  const reach = Math.max(1, Math.ceil(TRUNCATE * sigma)), taps = [];
  for (let k = -reach; k <= reach; k++) {
    let sum = 0;
    for (let i = 0; i < FINE; i++) sum += Math.exp(-0.5 * ((k - 0.5 + (i + 0.5) / FINE) / sigma) ** 2);
    taps.push(sum);
  }
  const whole = taps.reduce((a, b) => a + b, 0);
  return taps.map((tap) => tap / whole);
}

/** Gaussian low-pass over the pixels that have weight (0 or 1); everywhere defined. */
export function wide(image, weight, size, sigma, blocksPerSigma) {
  const block = Math.max(1, Math.floor(sigma / blocksPerSigma)), count = Math.ceil(size / block);
  const mass = new Float64Array(count * count), amount = new Float64Array(count * count);
  for (let r = 0; r < size; r++) {
    const row = Math.floor(r / block) * count;
    for (let c = 0; c < size; c++) {
      if (!weight[r * size + c]) continue;
      const at = row + Math.floor(c / block);
      mass[at] += image[r * size + c];
      amount[at] += 1;
    }
  }
  const bells = bellMatrix(count, sigma / block);
  const total = spread(mass, bells, count), known = spread(amount, bells, count);
  const least = 1e-3 * known.reduce((a, b) => Math.max(a, b), 0) + 1e-12;
  return enlarged(total.map((x, i) => x / Math.max(known[i], least)), count, size, block);
}

function bellMatrix(count, sigma) {
  const bells = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const value = Math.exp(-0.5 * ((i - j) / sigma) ** 2);
      bells[i * count + j] = value < NEGLIGIBLE ? 0 : value;
    }
  }
  return bells;
}

/** Bells times part times bells. */
function spread(part, bells, count) {
  const product = (a, b) => {
    const made = new Float64Array(count * count);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < count; k++) {
        const value = a[i * count + k];
        if (value) for (let j = 0; j < count; j++) made[i * count + j] += value * b[k * count + j];
      }
    }
    return made;
  };
  return product(product(bells, part), bells);
}

/** Straight lines between the middles of blocks. */
function enlarged(coarse, count, size, block) {
  const full = new Float32Array(size * size), place = [];
  for (let i = 0; i < size; i++) {
    const at = Math.min(Math.max((i + 0.5) / block - 0.5, 0), count - 1);
    const before = Math.min(Math.floor(at), Math.max(count - 2, 0));
    place.push([before, at - before]);
  }
  for (let r = 0; r < size; r++) {
    const [i, v] = place[r], below = Math.min(i + 1, count - 1);
    for (let c = 0; c < size; c++) {
      const [j, h] = place[c], right = Math.min(j + 1, count - 1);
      const upper = coarse[i * count + j] + h * (coarse[i * count + right] - coarse[i * count + j]);
      const lower = coarse[below * count + j] + h * (coarse[below * count + right] - coarse[below * count + j]);
      full[r * size + c] = upper + v * (lower - upper);
    }
  }
  return full;
}

/** A number from the bell curve of deviation 1. */
export function bell() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
