// What the kernel has sent ahead: how the picture will look with a slider at the places around where
// it is. It is shown as the hand moves, and the kernel's own word follows one round trip later.
const FAR = 40; // milliseconds of a round trip from which on it is worth the kernel's work
const KEEP = 100; // pictures
const MARGIN = 12; // places that should be known on each side of a hand at rest
const WAIT = 5000; // milliseconds after which the kernel's last word counts, come what may

class Foresight {
  frames = new Map();
  touched = 0; // how often something was, that makes void what had been asked for
  hand = null; // the slider and its value that the kernel has not confirmed yet
  moving = new Set(); // sliders whose last move it has not taken
  version = null;

  // `changed()` is called when something else is to be seen without a message from the kernel.
  constructor(changed = () => {}, clock = CLOCK) {
    Object.assign(this, { changed, clock });
  }

  static key(name, value) {
    return `${name} ${value.toFixed(10)}`;
  }

  // What is to be shown in the place of the kernel's last word, if anything.
  get shown() {
    return (this.hand && this.frames.get(Foresight.key(this.hand.name, this.hand.value))) ?? null;
  }

  // A hand rests on a slider: who asks for its frames. None while a move of another slider is on its
  // way, which would come too late to be in them.
  asker(name) {
    if ([...this.moving].some((other) => other !== name)) return null;
    this.turn(name);
    return [HAND.page, this.touched];
  }

  turn(name) {
    if (this.name !== name) this.forget();
    this.name = name;
  }

  add(frame) {
    const [page, touched] = frame.asker;
    if (frame.version !== this.version || page !== HAND.page || touched !== this.touched) return;
    this.frames.set(Foresight.key(frame.name, frame.value), frame);
    if (this.frames.size > KEEP) this.frames.delete(this.frames.keys().next().value);
  }

  // A slider of this picture was moved on this page.
  moved(name, value) {
    this.turn(name);
    this.hand = { name, value };
    this.moving.add(name);
    this.clock.stop(this.timer);
    this.timer = this.clock.later(() => {
      this.forget();
      this.changed();
    }, WAIT);
  }

  // The kernel's word: what it depends on beside the slider in hand, by its version.
  heard(version) {
    if (version !== this.version) this.clear();
    this.version = version;
  }

  // The kernel has taken the last of a slider's moves, and said what it shows then. No earlier word
  // counts, even one that has the slider where the hand is: a hand that went too far and came back
  // would see its way once more.
  settled(name) {
    this.moving.delete(name);
    if (this.hand?.name !== name) return;
    this.clock.stop(this.timer);
    this.hand = null;
  }

  // Something else was touched: nothing that was sent ahead is right any more.
  forget() {
    this.clear();
    this.touched += 1;
  }

  clear() {
    this.frames.clear();
    this.hand = null;
  }

  end() {
    this.clock.stop(this.timer);
  }

  // Are there too few pictures around a slider that rests here?
  lacks(name, { value, min, max, step }) {
    const [at, low, high, width] = [value, min, max, step].map(Number);
    const values = [...this.frames.values()].filter((frame) => frame.name === name).map((f) => f.value);
    const wanted = (room) => Math.min(MARGIN, Math.floor(room / width + 0.01));
    const near = (one) => Math.abs(one - at) < (MARGIN + 0.5) * width;
    const above = values.filter((one) => one > at + width / 2 && near(one)).length;
    const below = values.filter((one) => one < at - width / 2 && near(one)).length;
    return above < wanted(high - at) || below < wanted(at - low);
  }

  // The value at which handle `index` is nearest to a hand, or null where the pictures end there.
  nearest(name, index, cursor, x, y) {
    const off = ({ handles: { [index]: handle } }) => {
      if (!handle) return Infinity;
      const [left, top, width, height] = handle.box;
      const [dx, dy] = [left + width / 2 - x, top + height / 2 - y];
      return Math.abs(cursor === "ew-resize" ? dx : cursor === "ns-resize" ? dy : Math.hypot(dx, dy));
    };
    const known = [...this.frames.values()].filter((frame) => frame.name === name);
    known.sort((a, b) => a.value - b.value);
    const best = known.reduce((least, frame) => (off(frame) < off(least) ? frame : least), known[0]);
    return known.length < 3 || best === known[0] || best === known.at(-1) ? null : best.value;
  }
}

// Pictures come as what differs from their neighbour; they are kept as what differs from the static
// part, as all others are.
class Neighbours {
  constructor(base, columns, rows) {
    Object.assign(this, { base, columns, rows, runs: new Runs() });
  }

  // The picture beside the last one of its way; 0 is the first, from which both ways begin. Null
  // where one got lost on the way: those that follow are told by it.
  next(way, number, bytes) {
    const { base, columns, rows, runs } = this;
    if (way === 0) this.ends = { 0: base.slice() };
    else if (number !== this.number + 1) this.ends = null;
    this.number = number;
    if (!this.ends) return null;
    const pixels = (this.ends[way] ??= this.ends[0].slice());
    runs.read(bytes, rows, columns);
    for (let row = 0, run = 0; row < rows; row++)
      for (const last = run + runs.counts[row]; run < last; run++) {
        const start = row * columns + runs.starts[run];
        pixels.fill(runs.colors[run], start, start + runs.lengths[run]);
      }
    return over(base, pixels, columns, rows);
  }
}

// Runs of one colour that turn `base` into `pixels`, in the form in which pictures travel.
function over(base, pixels, columns, rows) {
  const [colors, starts, lengths, counts] = [[], [], [], new Uint16Array(rows)];
  for (let row = 0; row < rows; row++)
    for (let left = row * columns, x = 0; x < columns; ) {
      const color = pixels[left + x];
      if (color === base[left + x]) {
        x += 1;
        continue;
      }
      const start = x;
      do x += 1;
      while (x < columns && pixels[left + x] === color && base[left + x] !== color);
      colors.push(color);
      starts.push(start);
      lengths.push(x - start);
      counts[row] += 1;
    }
  const n = colors.length, buffer = new ArrayBuffer(8 * n + 2 * rows);
  new Uint32Array(buffer, 0, n).set(colors);
  new Uint16Array(buffer, 4 * n, n).set(starts);
  new Uint16Array(buffer, 6 * n, n).set(lengths);
  new Uint16Array(buffer, 8 * n, rows).set(counts);
  return new Uint8Array(buffer);
}
