// When does the page show what a key asked for? One question for text, canvases and images.
(() => {
  const drawImage = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...what) {
    drawImage.apply(this, what);
    window.meter?.drawnOn(this.canvas);
  };
  window.addEventListener("keydown", () => window.meter?.moved(), true);
  window.addEventListener("pointermove", (event) => event.buttons && window.meter?.moved(), true);

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
    moved() {
      this.moves.push(performance.now());
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
      // A canvas that was cleared is transparent; every figure's background is white.
      const corner = () => picture.getContext("2d").getImageData(2, 2, 1, 1).data[3];
      if (this.kind !== "image" && !corner()) return null;
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
})();
