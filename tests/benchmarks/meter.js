// When does the page show what a key asked for? One question for text, canvases and images.
(() => {
  // Which canvases were cleared and not painted since. Reading their pixels would tell it too, and
  // make the browser copy the whole canvas at every frame.
  const cleared = new WeakSet();
  const drawing = CanvasRenderingContext2D.prototype;
  const after = (object, name, then) => {
    const original = object[name];
    object[name] = function (...what) {
      original.apply(this, what);
      then(this.canvas);
    };
  };
  after(drawing, "clearRect", (canvas) => cleared.add(canvas));
  after(drawing, "putImageData", (canvas) => cleared.delete(canvas));
  after(drawing, "drawImage", (canvas) => {
    cleared.delete(canvas);
    window.meter?.drawnOn(canvas);
  });
  for (const side of ["width", "height"]) {
    const property = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, side);
    const set = function (value) {
      property.set.call(this, value);
      cleared.add(this);
    };
    Object.defineProperty(HTMLCanvasElement.prototype, side, { ...property, set });
  }

  window.addEventListener("keydown", () => window.meter?.moved(), true);

  window.Meter = class {
    constructor(root, kind) {
      Object.assign(this, { root, kind, moves: [], shown: [], blank: 0, resized: 0, arrived: 0 });
      this.image = this.picture;
      this.source = this.image?.src;
      this.fresh = false;
      this.last = this.size = this.look();
      this.observer = new MutationObserver((changes) => this.mutated(changes));
      const what = { subtree: true, childList: true, characterData: true, attributes: true };
      this.observer.observe(root, { ...what, attributeFilter: ["src", "data-frame"] });
      this.watching = true;
      requestAnimationFrame(() => this.frame());
    }

    get picture() {
      const tag = { text: ".widget-label", image: "img" }[this.kind] ?? "canvas";
      return this.root.querySelector(tag);
    }

    // The hand ---------------------------------------------------------------------------------
    moved() {
      this.moves.push(performance.now());
    }
    // So many steps in as many sixtieths of a second: a quarter up, half down, a quarter up. A
    // frame that comes late catches up in one event, as a browser does with a hand's.
    async drag(slider, steps) {
      const start = performance.now();
      for (let done = 0; done < steps; ) {
        const now = await new Promise(requestAnimationFrame);
        const due = Math.min(steps, Math.floor(((now - start) * 60) / 1000) + 1);
        const at = (step) => step - 2 * Math.max(0, Math.min(step - steps / 4, steps / 2));
        if (due > done) this.step(slider, at(due) - at(done));
        done = Math.max(done, due);
      }
    }
    step(slider, by) {
      if (slider.type === "range") {
        slider.value = Number(slider.value) + by * Number(slider.step);
        this.moved();
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      } else {
        const key = { key: by > 0 ? "ArrowRight" : "ArrowLeft", bubbles: true, composed: true };
        for (let n = 0; n < Math.abs(by); n++) slider.dispatchEvent(new KeyboardEvent("keydown", key));
      }
    }

    // A new picture is there, decoded ----------------------------------------------------------
    mutated(changes) {
      const seen = (is) => changes.some(is) && this.arrive();
      if (this.kind === "text") seen((change) => this.picture?.contains(change.target));
      if (this.kind === "canvas") seen((change) => change.attributeName === "data-frame");
      if (this.kind === "image") this.decode();
    }
    drawnOn(canvas) {
      if (this.kind === "drawn" && canvas === this.picture) this.arrive();
    }
    async decode() {
      const image = this.picture;
      if (!image || (image === this.image && image.src === this.source)) return;
      [this.image, this.source] = [image, image.src];
      // Refused when the next picture replaces this one before anybody could have seen it.
      await image.decode().then(() => this.arrive(), () => {});
    }
    arrive() {
      this.arrived = performance.now();
      this.fresh = true;
      this.answer?.(this.arrived - this.moves.at(-1));
      this.answer = null;
    }
    expect() {
      this.answered = new Promise((resolve, reject) => {
        this.answer = resolve;
        setTimeout(() => reject(new Error("no new picture within ten seconds")), 10000);
      });
    }
    quiet(milliseconds) {
      return performance.now() - Math.max(this.arrived, this.moves.at(-1)) > milliseconds;
    }

    // What somebody in front of the page sees, frame by frame ------------------------------------
    frame() {
      if (!this.watching) return;
      if (this.fresh) this.shown.push(performance.now());
      this.fresh = false;
      const size = this.look();
      if (size === null && this.last !== null) this.blank += 1;
      if (size !== null && size !== this.size) this.resized += 1;
      this.size = size ?? this.size;
      this.last = size;
      requestAnimationFrame(() => this.frame());
    }
    look() {
      const picture = this.picture;
      if (!picture) return null;
      if (this.kind === "text") return picture.textContent ? "text" : null;
      if (this.kind === "image" && !(picture.complete && picture.naturalWidth)) return null;
      if (cleared.has(picture)) return null;
      const { width, height } = picture.getBoundingClientRect();
      return `${Math.round(width)} × ${Math.round(height)}`;
    }
    stop() {
      this.watching = false;
      this.observer.disconnect();
      const { moves, shown, arrived, blank, resized, size } = this;
      return { moves, shown, arrived, blank, resized, size };
    }
  };

  // A burst that begins when the page has been left alone, and its report.
  window.burst = async (root, kind, slider, moves, alone) => {
    const wait = (milliseconds) => new Promise((then) => setTimeout(then, milliseconds));
    await wait(alone);
    const meter = (window.meter = new Meter(root, kind));
    await meter.drag(slider, moves);
    while (!meter.quiet(500)) await wait(50);
    return meter.stop();
  };
})();
