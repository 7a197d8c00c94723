// Written straight into the decompressor: a Blob's stream and a Response are ten milliseconds of
// waiting between tasks, a quarter of the way from the hand to the picture.
async function inflate(bytes) {
  const stream = new DecompressionStream("deflate");
  const writer = stream.writable.getWriter();
  // A broken stream is told where it is read.
  for (const done of [writer.write(bytes), writer.close()]) done.catch(() => {});
  const parts = [];
  const reader = stream.readable.getReader();
  for (let part; !(part = await reader.read()).done; ) parts.push(part.value);
  const whole = new Uint8ClampedArray(parts.reduce((size, part) => size + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

const TILE = 32; // pixels: what is put on the canvas, or not, as a whole

// A message's parts: colours, columns, lengths, runs a row. Views of it ask for an even address, so
// it is copied, always to the same place: memory that every move left behind would cost more.
class Runs {
  buffer = new ArrayBuffer(0);

  // A message that is cut short or not of this picture is refused before anything is painted.
  read(bytes, rows, columns) {
    const size = bytes.byteLength, n = (size - 2 * rows) / 8;
    if (n < 0 || !Number.isInteger(n)) throw new RangeError(`${size} bytes are no ${rows} rows`);
    if (this.buffer.byteLength < size) this.buffer = new ArrayBuffer(2 * size);
    new Uint8Array(this.buffer).set(new Uint8Array(bytes.buffer, bytes.byteOffset, size));
    this.colors = new Uint32Array(this.buffer, 0, n);
    const shorts = [4, 6, 8].map((at) => new Uint16Array(this.buffer, at * n));
    [this.starts, this.lengths, this.counts] = shorts;
    let runs = 0;
    for (let row = 0; row < rows; row++) runs += this.counts[row];
    if (runs !== n) throw new RangeError(`${n} runs came, and the rows count ${runs}`);
    for (let run = 0; run < n; run++)
      if (this.starts[run] + this.lengths[run] > columns)
        throw new RangeError(`run ${run} ends beyond column ${columns}`);
  }

  // Are the runs from `first` to `last` those that `other` has from `at` on?
  equal(first, last, other, at) {
    for (; first < last; first++, at++)
      if (this.colors[first] !== other.colors[at] || this.starts[first] !== other.starts[at] ||
          this.lengths[first] !== other.lengths[at]) return false;
    return true;
  }
}

// A picture's pixels: the static part, and runs of one colour laid over it. On a screen that has
// but one pixel for `scale` × `scale` of them the canvas gets their mean: it is what the browser
// would show, and a quarter of the work for a browser without a graphics card.
class Screen {
  constructor(base, columns, rows, scale) {
    this.base = new Uint32Array(base.buffer);
    this.now = this.base.slice();
    [this.scale, this.columns, this.rows] = [scale, columns, rows];
    this.image = new ImageData(columns / scale, rows / scale);
    this.seen = new Uint32Array(this.image.data.buffer);
    this.wide = Math.ceil(columns / TILE);
    this.dirty = new Uint8Array(this.wide * Math.ceil(rows / TILE)).fill(1); // tiles to be put
    [this.shown, this.next] = [new Runs(), new Runs()];
    this.shown.read(new Uint8Array(2 * rows), rows, columns);
  }

  paint(bytes, context) {
    const { shown, next, dirty, wide, scale } = this;
    next.read(bytes, this.rows, this.columns);
    for (let row = 0, was = 0, is = 0; row < this.rows; row++) {
      const old = was, young = is;
      was += shown.counts[row];
      is += next.counts[row];
      // Most rows of a growing bar, and all of a bar at rest, are as they were.
      if (was - old === is - young && next.equal(young, is, shown, old)) continue;
      
      this.lay(row, shown, old, was, this.base);
      this.lay(row, next, young, is);
    }
    for (let tile = 0; tile < dirty.length; tile++)
      if (dirty[tile]) {
        const [x, y, side] = [(tile % wide) * TILE, Math.floor(tile / wide) * TILE, TILE / scale];
        this.see(x, y);
        context.putImageData(this.image, 0, 0, x / scale, y / scale, side, side);
      }
    dirty.fill(0);
    [this.shown, this.next] = [next, shown];
  }

  // Colour the runs from `run` to `last` of a row, or give them `base` back.
  lay(row, { colors, starts, lengths }, run, last, base) {
    const { now, dirty } = this;
    const left = row * this.columns, tiles = Math.floor(row / TILE) * this.wide;
    for (; run < last; run++) {
      const start = starts[run], stop = start + lengths[run], end = left + stop;
      if (base) for (let x = left + start; x < end; x++) now[x] = base[x];
      else for (let x = left + start, color = colors[run]; x < end; x++) now[x] = color;
      for (let tile = Math.floor(start / TILE); tile * TILE < stop; tile++) dirty[tiles + tile] = 1;
    }
  }

  // Bring one tile of the image up to date.
  see(left, top) {
    const { now, seen, columns, scale } = this;
    const right = Math.min(left + TILE, columns), bottom = Math.min(top + TILE, this.rows);
    for (let y = top; y < bottom; y += scale) {
      let at = (y / scale) * (columns / scale) + left / scale;
      if (scale === 1) seen.set(now.subarray(y * columns + left, y * columns + right), at);
      else
        for (let i = y * columns + left; i < y * columns + right; i += 2)
          seen[at++] = mean(now[i], now[i + 1], now[i + columns], now[i + columns + 1]);
    }
  }
}

// Of four pixels, two channels at a time.
const PAIR = 0x00ff00ff;
function mean(a, b, c, d) {
  const even = (a & PAIR) + (b & PAIR) + (c & PAIR) + (d & PAIR) + 0x00020002;
  [a, b, c, d] = [a >>> 8, b >>> 8, c >>> 8, d >>> 8];
  const odd = (a & PAIR) + (b & PAIR) + (c & PAIR) + (d & PAIR) + 0x00020002;
  return ((even >>> 2) & PAIR) | (((odd >>> 2) & PAIR) << 8);
}

export { Runs, Screen, inflate, mean }; // for tests without a browser

// A screen reader hears a sentence when the hand rests, not thirty a second. Its node stays: a live
// region that is replaced is not announced.
const REST = 1000; // milliseconds
function voice(line, busy) {
  let said = null, timer;
  return function say(text) {
    clearTimeout(timer);
    said ??= text; // what stood there when the page came is there to be read
    if (text !== said)
      timer = setTimeout(() => (busy() ? say(text) : (line.data = said = text)), REST);
  };
}

const TALL = 0.55; // of its width: from there on a projector has no room below a picture
const PATIENCE = 2000; // milliseconds without an answer

const SLIDER = ".xent-slider input";
const RESTS = 120; // milliseconds of a hand on a slider
const PAUSES = 400; // and without a move, where it has moved
const HERE = ["localhost", "127.0.0.1", "[::1]"];

export default {
  // Of the model and not of its view: a slider may be shown where its picture is not.
  initialize({ model }) {
    const handOn = async () => {
      for (const [id, answer] of Object.entries(model.get("answers")))
        (await model.widget_manager.get_model(id)).set(answer);
    };
    model.on("change:answers", handOn);
    return () => model.off("change:answers", handOn);
  },
  render({ model, el }) {
    el.lang = model.get("lang");
    const frame = document.createElement("div");
    const canvas = document.createElement("canvas");
    const wide = document.createElement("div");
    const lost = document.createElement("p");
    const status = document.createElement("p");
    const heard = document.createElement("p");
    const words = status.appendChild(document.createTextNode(""));
    const around = () => el.closest(".xent-explorer");
    const busy = () => dragged || model.get("playing") || around()?.querySelector(":active");
    const say = voice(heard.appendChild(document.createTextNode("")), busy);
    el.classList.add("xent-picture");
    wide.className = "xent-wide-picture";
    frame.className = "xent-frame";
    status.className = "xent-readout";
    heard.className = "xent-heard";
    lost.className = "xent-lost";
    lost.hidden = true;
    canvas.setAttribute("role", "img");
    heard.setAttribute("role", "status");
    lost.setAttribute("role", "alert");
    frame.append(canvas);
    wide.append(frame);
    el.append(lost, wide, status, heard);
    const context = canvas.getContext("2d");
    const foresight = new Foresight(() => look());

    // Painting may wait for inflating, so it is a loop: while one state is being painted, newer
    // ones only leave a mark, and the last of them is painted next. None is left behind.
    let baseBytes, overlayBytes, screen, stale = false, painting = false, frames = 0;
    async function paint() {
      stale = true;
      if (painting) return;
      painting = true;
      while (stale) {
        // The kernel's word that it is idle comes next, and lets the next move go out: that first,
        // so that the kernel works on it while this one is painted.
        await new Promise((next) => setTimeout(next));
        stale = false;
        try {
          const bytes = model.get("base");
          const [overlay, deflated] = foresight.shown
            ? [foresight.shown.overlay, false]
            : [model.get("overlay"), model.get("deflated")];
          // A drag or a sentence may have changed, and not the picture.
          const scale = canvas.clientWidth * devicePixelRatio > model.get("width") + 1 ? 1 : 2;
          const kept = bytes === baseBytes && scale === screen?.scale;
          if (!bytes?.byteLength || (kept && overlay === overlayBytes)) continue;
          const [columns, rows] = model.get("size");
          const fresh = kept ? screen : new Screen(await inflate(bytes), columns, rows, scale);
          const runs = deflated ? await inflate(overlay) : overlay;
          // From here on nothing waits, so that no half-painted picture is ever seen.
          screen = fresh;
          const { width, height } = screen.image;
          if (canvas.width !== width || canvas.height !== height)
            Object.assign(canvas, { width, height });
          screen.paint(runs, context);
          if (!kept) neighbours = new Neighbours(screen.base, columns, rows);
          [baseBytes, overlayBytes] = [bytes, overlay];
          canvas.dataset.frame = frames += 1;
        } catch (error) {
          console.error(error); // what came broken must not keep the next picture out
        }
      }
      painting = false;
    }

    frame.style.setProperty("--width", model.get("width"));
    el.classList.toggle("xent-tall", model.get("height") > TALL * model.get("width"));
    const scrolls = new ResizeObserver(() => {
      // What scrolls can be scrolled by keyboard, too.
      if (wide.scrollWidth > wide.clientWidth) {
        Object.assign(wide, { tabIndex: 0, role: "group", ariaLabel: model.get("alt") });
      } else for (const name of ["tabindex", "role", "aria-label"]) wide.removeAttribute(name);
      paint(); // as sharp as its new size wants it
    });
    scrolls.observe(wide);
    scrolls.observe(frame);
    frame.style.aspectRatio = `${model.get("width")} / ${model.get("height")}`;

    // Handles lie over the canvas, so the browser itself knows the cursor and where a finger
    // drags instead of scrolling. The keyboard's way to the same control is its slider.
    // A hand on a handle is a hand on that slider: the arrow keys go on where the mouse stopped.
    const handles = [];
    let dragged = null;
    const slider = (name) => around()?.querySelector(`.xent-slider input[name="${name}"]`);
    function take(names) {
      const [first, second] = names.map(slider);
      first?.focus({ preventScroll: true });
      if (first && second) crossing = [first, second];
    }
    // A handle that goes both ways: up and down are its second slider's, until the focus leaves.
    let crossing = [];
    const cross = (event) => {
      const [first, second] = crossing;
      if (event.target !== first || !/^Arrow(Up|Down)$/.test(event.key)) return;
      event.preventDefault();
      second[event.key === "ArrowUp" ? "stepUp" : "stepDown"]();
      second.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const leave = (event) => event.target === crossing[0] && (crossing = []);
    const point = (event) => {
      const box = canvas.getBoundingClientRect();
      return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    };
    function grip(index) {
      const handle = document.createElement("div");
      handle.className = "xent-handle";
      handle.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        take(handle.names);
        handle.setPointerCapture(event.pointerId);
        // Where in the handle it was gripped: it must not jump to the pointer.
        const [x, y] = point(event);
        const [left, top, w, h] = handle.box;
        dragged = { dx: left + w / 2 - x, dy: top + h / 2 - y };
      });
      handle.addEventListener("pointermove", (event) => {
        if (!handle.hasPointerCapture(event.pointerId) || !dragged) return;
        const [x, y] = point(event).map((at, axis) => at + [dragged.dx, dragged.dy][axis]);
        ask();
        if (!along(handle, index, x, y)) moves.make({ handle: index, x, y });
      });
      for (const end of ["pointerup", "pointercancel"])
        handle.addEventListener(end, () => (dragged = null));
      frame.append(handle);
      return handle;
    }
    // Along one slider whose next pictures are here, a drag is that slider's move.
    function along({ names, style }, index, x, y) {
      const [name, second] = names;
      const value = second ? null : foresight.nearest(name, index, style.cursor, x, y);
      const input = value !== null && slider(name);
      if (!input) return false;
      if (Number(input.value) !== value) {
        input.value = value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
      return true;
    }
    const grips = (wanted) => {
      while (handles.length > wanted.length) handles.pop().remove();
      wanted.forEach(({ cursor, box, names }, index) => {
        const handle = (handles[index] ??= grip(index));
        Object.assign(handle, { box, names });
        const [left, top, width, height] = box.map((share) => 100 * share);
        const place = { left: left + width / 2, top: top + height / 2, width, height };
        handle.style.cursor = cursor;
        for (const [side, share] of Object.entries(place)) handle.style[side] = `${share}%`;
      });
    };

    // Python may be busy, gone, or new and without knowledge of this picture. Who has moved
    // something and seen nothing of it for a while is told; a question goes first, for a move may
    // change nothing.
    let waiting = null;
    const ours = (event) => event.target.closest?.(".xent-explorer") === around();
    const told = (event) => {
      if (!ours(event)) return;
      ask();
      const { target, type } = event;
      if (target.matches(SLIDER)) {
        if (type !== "input") return;
        foresight.moved(target.name, Number(Number(target.value).toFixed(10)));
        if (foresight.shown) look();
        rest(target, PAUSES);
      } else if (!target.closest(".xent-slider, .xent-picture")) foresight.forget();
    };

    const settled = (event) => {
      if (!ours(event)) return;
      foresight.settled(event.target.name);
      if (seen) look();
      rest(held(), PAUSES);
    };

    // A hand rests on a slider, or on a handle of one: what comes next is asked for.
    let resting = null;
    const held = () => around()?.querySelector(`${SLIDER}:is(:focus, :hover)`);
    const rest = (input, after = RESTS) => {
      clearTimeout(resting);
      if (!input || model.get("in_page")) return;
      resting = setTimeout(() => {
        if (HAND.trips && trip() < FAR) return;
        if (HAND.trips && !foresight.lacks(input.name, input)) return;
        if (HAND.trips && !navigator.connection?.saveData) {
          const asker = foresight.asker(input.name);
          if (!asker || moves.underway) return;
          tell(model, { rests: input.name, asker });
        }
        if ((HAND.trips ?? []).length < 5) tell(model, { asked: performance.now() });
      }, after);
    };
    // The shortest of some: a kernel that was busy answered late, and is no further away.
    const trip = () => Math.min(...(HAND.trips ?? [0]));
    const rests = ({ target }) => {
      if (!ours({ target })) return;
      if (target.matches(SLIDER)) rest(target);
      else if (target.names?.length === 1) rest(slider(target.names[0]));
    };
    const received = (content, [data] = []) => {
      if (typeof content.asked === "number") {
        HAND.trips = [...(HAND.trips ?? []).slice(-4), performance.now() - content.asked];
        nearness();
        rest(held());
      }
      if (content.ahead) arriving = arriving.then(() => arrive(content.ahead, data));
    };
    // One after the other: each picture is told by its neighbour.
    let neighbours, arriving = Promise.resolve();
    async function arrive(frame, data) {
      try {
        const bytes = await inflate(data);
        const overlay = neighbours?.next(frame.way, frame.number, bytes);
        if (overlay) foresight.add({ ...frame, overlay });
      } catch (error) {
        foresight.forget(); // what came broken tells nothing of those that follow
        console.error(error);
      }
      tell(model, { got: data.byteLength });
    }
    function ask() {
      waiting ??= setTimeout(() => {
        waiting = setTimeout(() => (lost.hidden = false), PATIENCE);
        tell(model, { asked: "are you there?" });
      }, PATIENCE);
    }
    function answered() {
      clearTimeout(waiting);
      waiting = null;
      lost.hidden = true;
    }
    const TOUCHED = ["input", "change", "click"];
    const RESTING = ["focusin", "pointerover"];
    const KEYS = { keydown: cross, focusout: leave };
    for (const kind of TOUCHED) addEventListener(kind, told);
    for (const kind of RESTING) addEventListener(kind, rests);
    addEventListener(SETTLED, settled);
    model.on("msg:custom", received);
    for (const [kind, heed] of Object.entries(KEYS)) addEventListener(kind, heed, true);
    const SAID = ["overlay", "base", "status", "taken", "answers"].map((name) => `change:${name}`);
    const ANSWERS = [...SAID, "msg:custom"];
    for (const kind of ANSWERS) model.on(kind, answered);

    const moves = new Moves(model);
    // What is seen: what was sent ahead of the hand's last move, or else the kernel's word.
    let seen = null;
    function look() {
      seen = foresight.shown;
      words.data = seen ? seen.status : model.get("status");
      grips(seen ? seen.handles : model.get("handles"));
      paint();
    }
    const follow = () => {
      foresight.heard(model.get("version"));
      moves.answer(model.get("taken"));
      say(model.get("status"));
      // Written only when it is another: whoever hears what changes must not hear this again.
      if (lost.textContent !== model.get("lost")) lost.textContent = model.get("lost");
      canvas.setAttribute("aria-label", model.get("alt"));
      look();
    };
    model.on("change", follow);
    follow();
    canvas.addEventListener("contextrestored", () => {
      screen = null; // all of the canvas is empty now
      paint();
    });
    addEventListener("resize", paint); // as when the page is zoomed or moved to another screen
    // A kernel in the page is near on any host; where another one is, the page's address tells, or
    // else the time that it takes to answer.
    function nearness() {
      const here = HERE.includes(location.hostname) && trip() < FAR;
      model.set("near", model.get("in_page") || here);
      model.save_changes();
    }
    nearness();
    return () => {
      model.off("change", follow);
      for (const kind of ANSWERS) model.off(kind, answered);
      for (const kind of TOUCHED) removeEventListener(kind, told);
      for (const kind of RESTING) removeEventListener(kind, rests);
      removeEventListener(SETTLED, settled);
      model.off("msg:custom", received);
      clearTimeout(resting);
      moves.end();
      foresight.end();
      for (const [kind, heed] of Object.entries(KEYS)) removeEventListener(kind, heed, true);
      clearTimeout(waiting);
      scrolls.disconnect();
      removeEventListener("resize", paint);
    };
  },
};
