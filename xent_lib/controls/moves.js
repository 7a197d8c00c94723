// A hand's moves on their way to the kernel. ipywidgets lets one change be under way at a time, so
// that over a wire of 200 ms a hand that makes sixty moves a second would see five of them. These
// go out as the hand makes them, but no faster than the kernel has shown that it can draw, and no
// more at once than the wire holds: the rest would only wait there, and the picture come late. What
// is newer takes the place of what still waits. The kernel's answer names the last move it has
// taken: until that is our last one, the control shows where the hand is.
const HAND = (globalThis.xentHand ??= { page: Math.random().toString(36).slice(2), moves: 0 });
const BUSY = 700; // milliseconds without an answer, after which nothing more is put into the queue
const LOST = 3000; // after which the last move goes out once more: the wire may have lost it
const SETTLED = "xent-settled"; // event at a control whose last move the kernel has taken

// As functions of their own: a browser's refuse to be called as somebody's methods.
const CLOCK = {
  now: () => performance.now(),
  later: (act, wait) => setTimeout(act, wait),
  stop: (timer) => clearTimeout(timer),
};

// After a restart of the kernel a model's end in it is gone. The picture says so in words (`ask`).
function tell(model, content) {
  try {
    model.send(content);
  } catch {
    // Nobody is there to be told.
  }
}

class Moves {
  waiting = null; // what the hand wants and the kernel has not been sent
  unanswered = []; // of each move under way its number, its time, and whether it was alone then
  cost = 0; // milliseconds that the kernel takes for one: the mean of the last ones
  fastest = Infinity; // milliseconds to an answer where nothing else waits
  sent = -Infinity;

  constructor(model, clock = CLOCK) {
    Object.assign(this, { model, clock });
  }

  get underway() {
    return this.waiting !== null || this.unanswered.length > 0;
  }

  make(content) {
    this.waiting = content;
    this.go();
  }

  // The kernel has taken all moves of a page up to this one.
  answer({ page, move, ms }) {
    const taken = this.unanswered.filter((one) => one.move <= move).at(-1);
    if (page !== HAND.page || !taken) return;
    this.unanswered = this.unanswered.filter((one) => one.move > move);
    // One place is known and costs little, the next has to be drawn: what counts is the mean.
    this.cost += (this.cost ? 0.3 : 1) * (ms - this.cost);
    // A wire can become slower: a move that went out alone says how fast it is now.
    const time = this.clock.now() - taken.at;
    this.fastest = taken.alone ? time : Math.min(this.fastest, time);
    this.go();
  }

  // Whether one more would only wait in a queue.
  get full() {
    const { unanswered, fastest, cost, clock } = this;
    const busy = unanswered.length && clock.now() - unanswered[0].at > BUSY;
    return busy || unanswered.length + 1 > Math.max(1, fastest / cost);
  }

  go() {
    const { waiting, full, clock } = this;
    const pause = this.sent + this.cost - clock.now();
    if (waiting !== null && !full && pause <= 0) this.send();
    clock.stop(this.timer);
    if (this.waiting !== null && !this.full) this.timer = clock.later(() => this.go(), pause);
    else if (this.underway) this.timer = clock.later(() => this.again(), LOST);
  }

  // The page has let go of the control: nothing more goes out.
  end() {
    this.clock.stop(this.timer);
    [this.waiting, this.unanswered] = [null, []];
  }

  send() {
    this.last = { ...this.waiting, page: HAND.page, move: (HAND.moves += 1) };
    this.waiting = null;
    this.sent = this.clock.now();
    const alone = this.unanswered.length === 0;
    this.unanswered.push({ move: this.last.move, at: this.sent, alone });
    tell(this.model, this.last);
  }

  again() {
    this.unanswered = [];
    if (this.waiting === null) this.waiting = this.last;
    this.go();
  }
}
