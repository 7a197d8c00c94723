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
      for (const { way, data, overlay } of frames) {
        const found = neighbours.next(way, new Uint8Array(inflateSync(unpacked(data))));
        assert.equal(Buffer.compare(Buffer.from(found), Buffer.from(unpacked(overlay))), 0);
      }
    }
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
    this.version = 0;
    this.resting = null;
    const clock = { later: (act, wait) => this.at(wait, act), stop: (event) => event && (event.off = true) };
    this.page = { word: this.told(), foresight: new Foresight(() => {}, clock) };
    this.page.foresight.heard(this.version, this.state);
    this.taken = 0;
    this.made = 0;
  }
  at(wait, act) {
    const event = { at: this.time + wait, act };
    this.events.push(event);
    return event;
  }
  told() {
    const { a, b, kind } = this.state;
    return { a, b, kind, picture: `a${a} b${b} kind${kind}`, version: this.version };
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
      this.page.foresight.heard(told.version, told);
    });
  }
  hand(name, value) {
    this.made += 1;
    this.local = { ...(this.local ?? this.state), [name]: value };
    this.page.foresight.moved(name, value);
    const number = this.made;
    this.send(() => {
      if (random(10) === 0) return; // lost: a later move or the retry says it
      this.change({ [name]: value });
      this.taken = number;
      this.say();
    });
  }
  rest(name) {
    this.send(() => {
      if (this.resting !== name) {
        [this.resting, this.version] = [name, this.version + 1];
        this.say();
      }
      for (let value = 0; value <= 10; value++) {
        const picture = `a${name === "a" ? value : this.state.a} b${name === "b" ? value : this.state.b} kind${this.state.kind}`;
        const frame = { version: this.version, name, value, picture, handles: [] };
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
  // Whatever is shown is the picture of some state in which the hand's slider is where the hand is.
  look() {
    const { foresight } = this.page;
    const seen = foresight.shown;
    if (!seen) return;
    const { name, value } = foresight.hand;
    const { a, b, kind } = this.page.word;
    const known = { a, b, kind, [name]: value };
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
      else {
        table.page.foresight.forget(); // another control of this page was touched
        table.send(() => (table.change({ kind: random(3) }), table.say()));
      }
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
  foresight.heard(1, {});
  const slider = { value: "0.02", min: "0", max: "1.00000001", step: "0.01" };
  assert.equal(foresight.lacks("q", slider), true);
  for (let n = 0; n <= 14; n++) foresight.add({ version: 1, name: "q", value: n / 100 });
  assert.equal(foresight.lacks("q", slider), false);
  assert.equal(foresight.lacks("other", slider), true);
});

test("a drag finds the picture whose handle is nearest, and asks the kernel where they end", () => {
  const foresight = new Foresight();
  foresight.heard(1, {});
  for (let n = 0; n < 5; n++)
    foresight.add({ version: 1, name: "q", value: n, handles: [{ box: [n / 10 - 0.05, 0, 0.1, 0.1] }] });
  assert.equal(foresight.nearest("q", 0, "ew-resize", 0.21, 0.9), 2);
  assert.equal(foresight.nearest("q", 0, "ew-resize", 0.9, 0), null);
  assert.equal(foresight.nearest("p", 0, "ew-resize", 0.2, 0), null);
});
