// The message that pictures travel in, read without a browser: node --test tests/front_end

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { deflateSync } from "node:zlib";

globalThis.ImageData ??= class {
  constructor(width, height) {
    Object.assign(this, { width, height, data: new Uint8ClampedArray(4 * width * height) });
  }
};
const source = readFileSync(new URL("../../xent_lib/controls/picture_view.js", import.meta.url));
const { Screen, inflate, mean } = await import(`data:text/javascript;base64,${source.toString("base64")}`);

let seed = 1;
const random = (below) => {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff;
  return Math.floor((seed / 0x80000000) * below);
};
const color = () => (0xff000000 | random(0x1000000)) >>> 0;

// Each row is a list of [color, column, length], as `Picture.changes` finds them.
function message(rows) {
  const runs = rows.flat(), n = runs.length;
  const buffer = new ArrayBuffer(8 * n + 2 * rows.length);
  new Uint32Array(buffer, 0, n).set(runs.map(([hue]) => hue));
  new Uint16Array(buffer, 4 * n, n).set(runs.map(([, column]) => column));
  new Uint16Array(buffer, 6 * n, n).set(runs.map(([, , length]) => length));
  new Uint16Array(buffer, 8 * n).set(rows.map((row) => row.length));
  return new Uint8Array(buffer);
}

// What the message means, written down without any buffer or tile.
function meant(base, columns, rows) {
  const pixels = base.slice();
  rows.forEach((runs, y) =>
    runs.forEach(([hue, x, length]) => pixels.fill(hue, y * columns + x, y * columns + x + length)));
  return pixels;
}

function shrunk(pixels, columns, rows, scale) {
  if (scale === 1) return pixels;
  const small = new Uint32Array((columns / 2) * (rows / 2));
  for (let y = 0; y < rows; y += 2)
    for (let x = 0; x < columns; x += 2) {
      const i = y * columns + x;
      const four = [pixels[i], pixels[i + 1], pixels[i + columns], pixels[i + columns + 1]];
      small[(y / 2) * (columns / 2) + x / 2] = averaged(four);
    }
  return small;
}

const averaged = (four) =>
  [0, 8, 16, 24].reduce((out, shift) => {
    const total = four.reduce((sum, pixel) => sum + ((pixel >>> shift) & 255), 0);
    return out | (((total + 2) >> 2) << shift);
  }, 0) >>> 0;

// A canvas that takes only the rectangle it is given, as the browser's does.
function canvas(columns, rows) {
  const pixels = new Uint32Array(columns * rows);
  const putImageData = (image, _x, _y, left, top, width, height) => {
    const whole = new Uint32Array(image.data.buffer);
    for (let y = top; y < Math.min(top + height, rows); y++)
      for (let x = left; x < Math.min(left + width, columns); x++)
        pixels[y * columns + x] = whole[y * columns + x];
  };
  return { pixels, putImageData };
}

const someRuns = () =>
  random(10) < 4 ? [] : [[color(), random(90), 1 + random(9)], [color(), 100 + random(50), 1 + random(50)]];
const screenOf = (base, columns, rows, scale) =>
  new Screen(new Uint8ClampedArray(base.slice().buffer), columns, rows, scale);

test("the mean of four pixels is rounded, channel by channel", () => {
  for (let i = 0; i < 1000; i++) {
    const four = [color(), color(), color(), color()];
    assert.equal(mean(...four) >>> 0, averaged(four));
  }
});

for (const scale of [1, 2])
  test(`whatever moves came before, the canvas shows the last, at scale ${scale}`, () => {
    const [columns, rows] = [200, 90]; // no multiple of a tile
    const base = new Uint32Array(columns * rows).map(color);
    const screen = screenOf(base, columns, rows, scale);
    const page = canvas(columns / scale, rows / scale);
    for (let move = 0; move < 40; move++) {
      const runs = move % 7 ? Array.from({ length: rows }, someRuns) : Array(rows).fill([]);
      screen.paint(message(runs), page);
      const want = shrunk(meant(base, columns, runs), columns, rows, scale);
      assert.deepEqual(page.pixels, want);
    }
  });

test("a run may end with its row, and a row may be one run", () => {
  const base = new Uint32Array(64 * 4).map(color);
  const rows = [[[color(), 63, 1]], [[color(), 0, 64]], [], [[color(), 0, 1]]];
  const page = canvas(64, 4);
  screenOf(base, 64, 4, 1).paint(message(rows), page);
  assert.deepEqual(page.pixels, meant(base, 64, rows));
});

test("what is cut short or of another picture is refused, and the next move is whole", () => {
  const [columns, rows] = [64, 40];
  const base = new Uint32Array(columns * rows).map(color);
  const [screen, page] = [screenOf(base, columns, rows, 1), canvas(columns, rows)];
  const runs = Array.from({ length: rows }, () => [[color(), random(32), 1 + random(32)]]);
  screen.paint(message(runs), page);
  const [whole, before] = [message(runs), page.pixels.slice()];
  const wrong = [
    new Uint8Array(0),
    whole.slice(0, -1),
    whole.slice(0, -8),
    whole.slice(0, 2 * rows - 2),
    message([...runs, [[color(), 0, 1]]]),
    message(runs.slice(1)),
    message([[[color(), columns - 1, 2]], ...runs.slice(1)]),
  ];
  for (const bytes of wrong) {
    assert.throws(() => screen.paint(bytes, page), RangeError);
    assert.deepEqual(page.pixels, before);
  }
  const next = Array(rows).fill([[color(), 3, 5]]);
  screen.paint(message(next), page);
  assert.deepEqual(page.pixels, meant(base, columns, next));
});

test("a message may begin at an odd address", () => {
  const base = new Uint32Array(32 * 2).map(color);
  const rows = [[[color(), 1, 3]], []];
  const bytes = message(rows), odd = new Uint8Array(bytes.length + 1);
  odd.set(bytes, 1);
  const page = canvas(32, 2);
  screenOf(base, 32, 2, 1).paint(odd.subarray(1), page);
  assert.deepEqual(page.pixels, meant(base, 32, rows));
});

test("what was deflated comes back whole, and what is no such stream is an error", async () => {
  const bytes = new Uint8Array(100_000).map(() => random(256));
  assert.deepEqual(new Uint8Array(await inflate(deflateSync(bytes))), bytes);
  await assert.rejects(inflate(new Uint8Array([1, 2, 3])));
});

// Pictures as the kernel packs them; tests/test_front_end.py names the file.
if (process.env.XENT_PICTURES)
  test("what the kernel packs is what its canvas shows", async () => {
    const unpacked = (text) => new Uint8Array(Buffer.from(text, "base64"));
    for (const picture of JSON.parse(readFileSync(process.env.XENT_PICTURES))) {
      const { columns, rows } = picture;
      const screen = new Screen(await inflate(unpacked(picture.base)), columns, rows, 1);
      const page = canvas(columns, rows);
      assert.ok(picture.moves.length > 1);
      for (const move of picture.moves) {
        screen.paint(unpacked(move.overlay), page);
        const want = await inflate(unpacked(move.shown));
        assert.equal(Buffer.compare(Buffer.from(page.pixels.buffer), Buffer.from(want)), 0);
      }
    }
  });
