// Moves over a wire that delays, loses and exchanges them, on a clock of our own.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const source = readFileSync(new URL("../../xent_lib/controls/moves.js", import.meta.url), "utf-8");
const { Moves, HAND } = await import(
  `data:text/javascript;base64,${Buffer.from(`${source}; export { Moves, HAND };`).toString("base64")}`
);

class Clock {
  time = 0;
  events = [];
  ids = 0;
  now = () => this.time;
  later = (act, wait) => (this.events.push({ id: ++this.ids, at: this.time + Math.max(0, wait), act }), this.ids);
  stop = (id) => (this.events = this.events.filter((event) => event.id !== id));
  run(until) {
    for (;;) {
      const [next] = this.events.sort((a, b) => a.at - b.at || a.id - b.id);
      if (!next || next.at > until) break;
      this.stop(next.id);
      this.time = next.at;
      next.act();
    }
    this.time = until;
  }
}

// A kernel that takes one move after the other, behind a wire: `cost` milliseconds for each, as it
// says, and some `beside` for the messages.
class World {
  taken = new Map();
  pictures = [];
  free = 0;

  constructor({ wire, cost = 5, beside = 0, lose = () => false }) {
    Object.assign(this, { clock: new Clock(), wire, cost, beside, lose });
    this.moves = new Moves({ send: (move) => this.send({ ...move }) }, this.clock);
  }
  send(move) {
    if (!this.lose("there")) this.clock.later(() => this.queue(move), this.wire());
  }
  queue(move) {
    this.free = Math.max(this.free, this.clock.time) + this.cost + this.beside;
    this.clock.later(() => this.take(move), this.free - this.clock.time);
  }
  take(move) {
    const { page } = move;
    if (move.move > (this.taken.get(page)?.move ?? 0)) {
      this.taken.set(page, { page, move: move.move, ms: this.cost });
      this.value = move.value;
      this.pictures.push({ at: this.clock.time, value: this.value, behind: this.hand - this.value });
    }
    const answer = this.taken.get(page);
    if (!this.lose("back")) this.clock.later(() => this.moves.answer(answer), this.wire());
  }
  burst(number = 60, every = 1000 / 60) {
    for (let n = 1; n <= number; n++)
      this.clock.later(() => this.moves.make({ value: (this.hand = n) }), (n - 1) * every);
  }
}

let seed = 7;
const random = () => (seed = (seed * 48271) % 0x7fffffff) / 0x7fffffff;

test("a hand's sixty moves a second all go out, whatever the round trip", () => {
  for (const trip of [0, 50, 100, 200, 300]) {
    const world = new World({ wire: () => trip / 2 });
    world.burst();
    world.clock.run(3000);
    assert.equal(world.pictures.length, 60);
    assert.equal(world.value, 60);
    assert.equal(world.moves.underway, false);
  }
});

test("a kernel slower than the hand gets the newest moves, and never a queue of old ones", () => {
  const world = new World({ wire: () => 100, cost: 50 });
  world.burst();
  world.clock.run(4000);
  assert.equal(world.value, 60);
  // Until the first answer the kernel's slowness is not known.
  const late = world.pictures.at(-1).at - 59_000 / 60;
  assert.ok(late < 100 + 3 * 50, `the last picture came ${late} ms after the hand`);
  assert.ok(world.pictures.length >= 20, `${world.pictures.length} pictures`);
});

test("no more moves are under way than the wire holds", () => {
  for (const [trip, cost] of [[0, 40], [0, 10], [60, 40], [200, 20], [200, 40]]) {
    const beside = cost / 2;
    const world = new World({ wire: () => trip / 2, cost, beside });
    world.moves.make({ value: 0 }); // its answer tells how fast one can come
    world.clock.run(1000);
    let most = 0;
    for (let n = 1; n <= 120; n++) {
      world.clock.later(() => {
        world.moves.make({ value: (world.hand = n) });
        most = Math.max(most, world.moves.unanswered.length);
      }, (n * 1000) / 60);
    }
    world.clock.run(3000);
    const drawn = world.pictures.length;
    world.clock.run(9000);
    const late = world.pictures.at(-1).at - 3000;
    assert.equal(world.value, 120);
    if (trip === 0) assert.equal(most, 1);
    assert.ok(most <= (trip + beside) / cost + 2, `${most} moves under way, trip ${trip}, cost ${cost}`);
    assert.ok(late <= trip + 3 * (cost + beside), `${late} ms late, trip ${trip}, cost ${cost}`);
    const best = Math.min(120, 2000 / (cost + beside));
    assert.ok(drawn >= 0.9 * best - trip / 2 / (cost + beside), `${drawn} pictures, trip ${trip}, cost ${cost}`);
  }
});

test("a wire that becomes slower holds more, and that is found out at the next drag", () => {
  let trip = 20;
  const world = new World({ wire: () => trip / 2 });
  world.burst();
  world.clock.run(2000);
  trip = 300;
  world.burst();
  world.clock.run(4000);
  world.pictures = [];
  world.burst();
  world.clock.run(7000);
  assert.ok(world.pictures.length >= 45, `${world.pictures.length} pictures of 60`);
});

test("a kernel that is busy for seconds is not buried in moves", () => {
  const world = new World({ wire: () => 20 });
  world.free = 5000; // a cell is running
  world.burst(180);
  world.clock.run(9000);
  assert.ok(world.pictures.length < 60, `${world.pictures.length} moves were queued`);
  assert.equal(world.value, 180);
  assert.equal(world.moves.underway, false);
});

test("the last move arrives over a wire that delays, exchanges and loses", () => {
  for (let round = 0; round < 200; round++) {
    const rate = 0.5 * random();
    const world = new World({ wire: () => 400 * random(), cost: 1 + 20 * random(), lose: () => random() < rate });
    world.burst(1 + Math.floor(90 * random()), 1 + 30 * random());
    world.clock.run(300_000);
    assert.equal(world.value, world.hand);
    assert.equal(world.moves.underway, false);
    const shown = world.pictures.map(({ value }) => value);
    assert.deepEqual(shown, [...shown].sort((a, b) => a - b), "the kernel went back");
  }
});

test("while a connection is away the control is ahead, and after it all agree", () => {
  let away = false;
  const world = new World({ wire: () => 10, lose: () => away });
  world.burst();
  world.clock.later(() => (away = true), 500);
  world.clock.later(() => (away = false), 6000);
  world.clock.run(5000);
  assert.equal(world.moves.underway, true);
  assert.notEqual(world.value, 60);
  world.clock.run(12_000);
  assert.equal(world.value, 60);
  assert.equal(world.moves.underway, false);
});

test("another page's answer is none of ours", () => {
  const sent = [];
  const moves = new Moves({ send: (move) => sent.push(move) }, new Clock());
  moves.make({ value: 1 });
  moves.answer({ page: "another", move: 10 ** 6, ms: 1 });
  assert.equal(moves.underway, true);
  moves.answer({ page: HAND.page, move: sent[0].move, ms: 1 });
  assert.equal(moves.underway, false);
});

test("a model that is gone is no error, and a control that is gone sends nothing more", () => {
  const clock = new Clock();
  const moves = new Moves({ send: () => { throw new Error("Cannot send"); } }, clock);
  moves.make({ value: 1 });
  assert.equal(moves.underway, true);
  moves.end();
  assert.equal(moves.underway, false);
  assert.equal(clock.events.length, 0);
});
