// Written straight into the decompressor: a Blob's stream and a Response are ten milliseconds of
// waiting between tasks, a quarter of the way from the hand to the picture.
async function inflate(bytes) {
  const stream = new DecompressionStream("deflate");
  const writer = stream.writable.getWriter();
  writer.write(bytes);
  writer.close();
  const parts = [];
  const reader = stream.readable.getReader();
  for (let part; !(part = await reader.read()).done; ) parts.push(part.value);
  const whole = new Uint8ClampedArray(parts.reduce((size, part) => size + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

export default {
  render({ model, el }) {
    const frame = document.createElement("div");
    const canvas = document.createElement("canvas");
    const status = document.createElement("p");
    // The status line changes in place: a live region that is replaced is not announced.
    const words = status.appendChild(document.createTextNode(""));
    el.classList.add("xent-picture");
    frame.className = "xent-frame";
    canvas.setAttribute("role", "img");
    status.setAttribute("role", "status");
    frame.append(canvas);
    el.append(frame, status);
    const context = canvas.getContext("2d");

    // Painting waits for inflating, so it is a loop: while one state is being painted, newer
    // ones only leave a mark, and the last of them is painted next. None is left behind.
    let baseBytes, base, painted, drawn = [], stale = false, painting = false, frames = 0;
    async function paint() {
      stale = true;
      if (painting) return;
      painting = true;
      while (stale) {
        stale = false;
        const [bytes, overlay, boxes] = ["base", "overlay", "boxes"].map((k) => model.get(k));
        if (!bytes?.byteLength) continue;
        // A drag or a sentence changed, and not the picture.
        if (bytes === baseBytes && overlay === painted && boxes === drawn) continue;
        const [columns, rows] = model.get("pixels");
        if (bytes !== baseBytes) {
          base = new ImageData(await inflate(bytes), columns, rows);
          drawn = null;
          baseBytes = bytes;
        }
        const pixels = boxes.length ? await inflate(overlay) : null;
        if (canvas.width !== columns || canvas.height !== rows)
          Object.assign(canvas, { width: columns, height: rows });
        // From here on nothing waits, so that no half-painted picture is ever seen.
        for (const box of drawn ?? [[0, 0, columns, rows]]) context.putImageData(base, 0, 0, ...box);
        let start = 0;
        for (const [x, y, w, h] of boxes) {
          const block = pixels.subarray(start, (start += 4 * w * h));
          context.putImageData(new ImageData(block, w, h), x, y);
        }
        [painted, drawn] = [overlay, boxes];
        canvas.dataset.frame = frames += 1;
      }
      painting = false;
    }

    const say = () => {
      canvas.setAttribute("aria-label", model.get("alt"));
      words.data = model.get("status");
      frame.style.width = `${model.get("width")}px`;
      frame.style.aspectRatio = `${model.get("width")} / ${model.get("height")}`;
    };

    // Handles lie over the canvas, so the browser itself knows the cursor and where a finger
    // drags instead of scrolling. The keyboard's way to the same control is its slider.
    const handles = [];
    let dragged = null;
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
        handle.setPointerCapture(event.pointerId);
        // Where in the handle it was gripped: it must not jump to the pointer.
        const [x, y] = point(event);
        const [left, top, w, h] = handle.box;
        dragged = { dx: left + w / 2 - x, dy: top + h / 2 - y };
      });
      handle.addEventListener("pointermove", (event) => {
        if (!handle.hasPointerCapture(event.pointerId) || !dragged) return;
        const [x, y] = point(event);
        model.set("drag", { handle: index, x: x + dragged.dx, y: y + dragged.dy });
        model.save_changes();
      });
      for (const end of ["pointerup", "pointercancel"])
        handle.addEventListener(end, () => (dragged = null));
      frame.append(handle);
      return handle;
    }
    const grips = () => {
      const wanted = model.get("handles");
      while (handles.length > wanted.length) handles.pop().remove();
      wanted.forEach(({ cursor, box }, index) => {
        const handle = (handles[index] ??= grip(index));
        handle.box = box;
        handle.style.cursor = cursor;
        ["left", "top", "width", "height"].forEach((side, i) => (handle.style[side] = `${100 * box[i]}%`));
      });
    };

    const follow = () => {
      say();
      grips();
      paint();
    };
    model.on("change", follow);
    follow();
    return () => model.off("change", follow);
  },
};
