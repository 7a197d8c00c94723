// What is sent ahead: decoded to the bit, and never shown where it is not what the kernel would show.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { inflateSync } from "node:zlib";

const file = (name) => readFileSync(new URL(`../../xent_lib/controls/${name}.js`, import.meta.url), "utf-8");
const source = `${file("moves")}${file("ahead")}${file("picture_view")}
export { Foresight, Neighbours, over };`;
const { Foresight, Neighbours, over } = await import(
  `data:text/javascript;base64,${Buffer.from(source).toString("base64")}`
);

let seed = 3;
const random = (below) => (seed = (seed * 48271) % 0x7fffffff) % below;

if (process.env.XENT_FRAMES)
  test("a picture told by its neighbour is the picture that the move itself would bring", () => {
    const unpacked = (text) => new Uint8Array(Buffer.from(text, "base64"));
    for (const { columns, rows, base, frames } of JSON.parse(readFileSync(process.env.XENT_FRAMES))) {
      const pixels = new Uint32Array(new Uint8Array(inflateSync(unpacked(base))).buffer);
      const neighbours = new Neighbours(pixels, columns, rows);
      assert.ok(frames.length >= 3);
      for (const [number, { way, data, overlay }] of frames.entries()) {
        const found = neighbours.next(way, number, new Uint8Array(inflateSync(unpacked(data))));
        assert.equal(Buffer.compare(Buffer.from(found), Buffer.from(unpacked(overlay))), 0);
      }
    }
  });

if (process.env.XENT_FRAMES)
  test("over a wire that loses, doubles and exchanges pictures, each that is made is right to the bit", () => {
    const unpacked = (text) => new Uint8Array(Buffer.from(text, "base64"));
    const { columns, rows, base, frames } = JSON.parse(readFileSync(process.env.XENT_FRAMES))[1];
    const pixels = new Uint32Array(new Uint8Array(inflateSync(unpacked(base))).buffer);
    const sent = frames.map(({ way, data, overlay }) => [way, new Uint8Array(inflateSync(unpacked(data))), unpacked(overlay)]);
    const neighbours = new Neighbours(pixels, columns, rows);
    let number = 0, made = 0, refused = 0;
    for (let round = 0; round < 60; round++) {
      const parcels = sent.map((frame) => [(number += 1), ...frame]);
      if (random(2)) parcels.splice(random(parcels.length), 1);
      if (random(3) === 0) parcels.splice(random(parcels.length), 0, parcels[random(parcels.length)]);
      if (random(3) === 0) parcels.push(...parcels.splice(random(parcels.length), 1));
      for (const [n, way, data, overlay] of parcels) {
        const found = neighbours.next(way, n, data);
        if (found) assert.equal(Buffer.compare(Buffer.from(found), Buffer.from(overlay)), 0);
        found ? (made += 1) : (refused += 1);
      }
    }
    assert.ok(made > 50 && refused > 20, `${made} made, ${refused} refused`);
  });

test("a picture that is the static part has no runs, and one that differs everywhere has its rows", () => {
  const base = new Uint32Array(6).fill(7);
  assert.deepEqual([...over(base, base.slice(), 3, 2)], [0, 0, 0, 0]);
  assert.equal(over(base, new Uint32Array(6).fill(9), 3, 2).byteLength, 2 * 8 + 2 * 2);
});

// A kernel with two sliders, a switch and a wire that delays; the picture of a state is its name.
class Table {
  constructor() {
    this.time = 0;
    this.events = [];
    this.state = { a: 5, b: 5, kind: 0 };
    this.taken = new Set();
    this.last = {}; // number of each slider's last move
    this.pending = []; // what was done on this page and the page has not heard of
    this.version = 0;
    this.resting = null;
    const clock = { later: (act, wait) => this.at(wait, act), stop: (event) => event && (event.off = true) };
    this.page = { word: this.told(), foresight: new Foresight(() => {}, clock) };
    this.page.foresight.heard(this.version);
    this.made = 0;
  }
  at(wait, act) {
    const event = { at: this.time + wait, act };
    this.events.push(event);
    return event;
  }
  told() {
    const { a, b, kind } = this.state;
    return { a, b, kind, picture: `a${a} b${b} kind${kind}`, version: this.version, taken: new Set(this.taken) };
  }
  // Kernel: everything but the slider that a hand rests on makes a new version.
  change(fields) {
    const others = Object.keys(fields).filter((name) => name !== this.resting && fields[name] !== this.state[name]);
    if (this.resting && others.length) [this.resting, this.version] = [null, this.version + 1];
    Object.assign(this.state, fields);
  }
  send(act) {
    this.arrives = Math.max(this.arrives ?? 0, this.time + 20 + random(100)); // in order, as a socket
    this.at(this.arrives - this.time, act);
  }
  say() {
    const told = this.told();
    this.back = Math.max(this.back ?? 0, this.time + 20 + random(100));
    this.at(this.back - this.time, () => {
      this.page.word = told;
      this.page.foresight.heard(told.version);
      this.pending = this.pending.filter(({ number }) => !told.taken.has(number));
      // As a slider whose last move is answered says.
      for (const name of "ab") if (told.taken.has(this.last[name])) this.page.foresight.settled(name);
    });
  }
  hand(name, value) {
    this.page.foresight.moved(name, value);
    this.move(name, value);
  }
  move(name, value) {
    const number = (this.last[name] = this.made + 1), lost = random(10) === 0;
    this.do({ [name]: value }, lost);
    // As moves.js does: the last move without an answer goes out again.
    if (lost) this.at(400, () => this.last[name] === number && this.move(name, value));
  }
  // Another control of this page is touched.
  touch(kind) {
    this.page.foresight.forget();
    this.do({ kind });
  }
  do(fields, lost = false) {
    const number = (this.made += 1);
    // What is newer takes the place of what was lost.
    this.pending = this.pending.filter((one) => !one.lost || !(Object.keys(fields)[0] in one.fields));
    this.pending.push({ number, fields, lost });
    this.send(() => {
      if (lost) return;
      this.change(fields);
      this.taken.add(number);
      this.say();
    });
  }
  rest(name) {
    const asker = this.page.foresight.asker(name);
    if (!asker) return;
    this.send(() => {
      if (this.resting !== name) {
        [this.resting, this.version] = [name, this.version + 1];
        this.say();
      }
      for (let value = 0; value <= 10; value++) {
        const picture = `a${name === "a" ? value : this.state.a} b${name === "b" ? value : this.state.b} kind${this.state.kind}`;
        const frame = { version: this.version, asker, name, value, picture, handles: [] };
        this.back = Math.max(this.back ?? 0, this.time + 20 + random(100));
        this.at(this.back - this.time, () => this.page.foresight.add(frame));
      }
    });
  }
  run(until) {
    for (;;) {
      const next = this.events.filter((event) => !event.off).sort((x, y) => x.at - y.at)[0];
      if (!next || next.at > until) break;
      next.off = true;
      this.events = this.events.filter((event) => event !== next);
      this.time = next.at;
      next.act();
      this.look();
    }
    this.time = until;
  }
  // Whatever is shown ahead is the picture of the kernel's last word and of all that was done here.
  look() {
    const { foresight } = this.page;
    const seen = foresight.shown;
    if (!seen) return;
    const known = Object.assign({ ...this.page.word }, ...this.pending.map(({ fields }) => fields));
    assert.equal(seen.picture, `a${known.a} b${known.b} kind${known.kind}`);
    this.ahead = (this.ahead ?? 0) + 1;
  }
}

test("whatever is moved, delayed or lost, what is shown ahead is right, and the kernel has the last word", () => {
  let ahead = 0;
  for (let round = 0; round < 300; round++) {
    const table = new Table();
    for (let step = 0; step < 40; step++) {
      const name = "ab"[random(8) < 6 ? 0 : 1];
      const act = random(12);
      if (act < 7) table.hand(name, random(11));
      else if (act < 10) table.rest(name);
      else if (act === 10) table.at(0, () => (table.change({ kind: random(3) }), table.say())); // code, or another window
      else table.touch(random(3));
      table.run(table.time + random(120));
    }
    table.at(0, () => table.say());
    table.run(table.time + 20_000);
    assert.equal(table.page.foresight.shown, null);
    assert.equal(table.page.word.picture, table.told().picture);
    ahead += table.ahead ?? 0;
  }
  assert.ok(ahead > 1000, `${ahead} pictures were shown ahead`);
});

test("pictures are asked for until a hand has some on both sides, and none beyond the ends", () => {
  const foresight = new Foresight();
  foresight.heard(1);
  const asker = foresight.asker("q");
  const slider = { value: "0.02", min: "0", max: "1.00000001", step: "0.01" };
  assert.equal(foresight.lacks("q", slider), true);
  for (let n = 0; n <= 14; n++) foresight.add({ version: 1, asker, name: "q", value: n / 100 });
  assert.equal(foresight.lacks("q", slider), false);
  assert.equal(foresight.lacks("other", slider), true);
});

test("a drag finds the picture whose handle is nearest, and asks the kernel where they end", () => {
  const foresight = new Foresight();
  foresight.heard(1);
  const asker = foresight.asker("q");
  for (let n = 0; n < 5; n++)
    foresight.add({ version: 1, asker, name: "q", value: n, handles: [{ box: [n / 10 - 0.05, 0, 0.1, 0.1] }] });
  assert.equal(foresight.nearest("q", 0, "ew-resize", 0.21, 0.9), 2);
  assert.equal(foresight.nearest("q", 0, "ew-resize", 0.9, 0), null);
  assert.equal(foresight.nearest("p", 0, "ew-resize", 0.2, 0), null);
});

test("a hand that goes too far and comes back sees no picture of its way once more", () => {
  const foresight = new Foresight(() => {}, { later: () => {}, stop: () => {} });
  foresight.heard(1);
  const asker = foresight.asker("q");
  for (let n = 0; n < 5; n++) foresight.add({ version: 1, asker, name: "q", value: n });
  for (const value of [1, 2, 3, 2]) foresight.moved("q", value);
  for (const _word of [1, 2, 3]) {
    foresight.heard(1);
  const asker = foresight.asker("q");
    assert.equal(foresight.shown.value, 2);
  }
  foresight.settled("another");
  assert.equal(foresight.shown.value, 2);
  foresight.settled("q");
  assert.equal(foresight.shown, null);
});

test("what was asked for at rest is there at the first move, and void at the first move of another slider", () => {
  const foresight = new Foresight(() => {}, { later: () => {}, stop: () => {} });
  foresight.heard(1);
  const asker = foresight.asker("q");
  foresight.heard(2); // the kernel makes void what it had sent for another slider
  foresight.add({ version: 2, asker, name: "q", value: 0.5 });
  foresight.add({ version: 1, asker, name: "q", value: 0.4 });
  foresight.moved("q", 0.4);
  assert.equal(foresight.shown, null);
  foresight.moved("q", 0.5);
  assert.equal(foresight.shown.value, 0.5);
  foresight.moved("p", 0.1);
  assert.equal(foresight.asker("q"), null);
  foresight.settled("q");
  foresight.settled("p");
  foresight.add({ version: 2, asker, name: "q", value: 0.6 }); // it was still on its way
  foresight.moved("q", 0.6);
  assert.equal(foresight.shown, null);
});
