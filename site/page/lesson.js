// At the foot of a lesson's page: how far Python is, what went wrong if it does not come, and what
// to do about a cell that never ends. JupyterLab itself would say none of it.
(() => {
  const SILENCE = 60, LONG = 10; // seconds
  const MB = (bytes) => (bytes / 1e6).toFixed(0);
  let note, words, bar, button;
  let heardAt = performance.now(), state = "loading", busySince = 0, running, dismissed = false;

  function show(text, { alarm = false, value } = {}) {
    if (!note) return;
    if (words.textContent !== text) words.textContent = text;
    note.classList.toggle("alarm", alarm);
    bar.hidden = value === undefined;
    if (value !== undefined) bar.value = value;
    note.hidden = false;
  }

  function hear({ bytes, all, unpacked, ready, failed }) {
    heardAt = performance.now();
    if (failed) fail(`Python did not start: ${failed}.`);
    else if (ready) {
      state = "ready";
      show("Python is ready. Shift+Enter runs a cell.");
      setTimeout(() => state === "ready" && (note.hidden = true), 4000);
    } else if (state !== "failed") {
      state = "loading";
      const value = unpacked ? 0.9 : (0.8 * bytes) / all;
      show(unpacked || bytes === all ? "Python is starting. You can read on meanwhile."
        : `Python is on its way, ${MB(all)} MB. You can read on meanwhile: the pictures are those of the last run.`, { value });
    }
  }

  function fail(reason) {
    state = "failed";
    show(`${reason} Cells cannot run like this. Check the connection and reload the page; what you wrote is kept.`, { alarm: true });
  }

  // The kernel's worker speaks to whoever made it, so that is where to listen.
  const Plain = self.Worker;
  self.Worker = class extends Plain {
    constructor(...how) {
      super(...how);
      [heardAt, state] = [performance.now(), "loading"];
      this.addEventListener("message", ({ data }) => data?.lesson && hear(data.lesson));
      this.addEventListener("error", ({ message }) => fail(`Python did not start: ${message || "its worker could not be loaded"}.`));
    }
  };

  function watch() {
    const now = performance.now();
    if (state === "loading" && now - heardAt > SILENCE * 1000)
      fail(`Python did not start: nothing has been heard of it for ${SILENCE} seconds.`);
    const waiting = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]
      .find((prompt) => prompt.textContent.includes("*"));
    // Many cells that wait for each other are no cell that never ends.
    const another = waiting !== running;
    running = waiting;
    if (another || !waiting || !["ready", "long"].includes(state)) {
      busySince = now;
      if (!waiting) dismissed = false;
      if (state === "long") (state = "ready"), (note.hidden = true);
    } else if (state === "ready" && now - busySince > LONG * 1000 && !dismissed) {
      state = "long";
      show("A cell has been running for a while. If it is a loop that never ends: Kernel → Restart Kernel… " +
        "(the Stop button does nothing here). What you wrote stays; run the cells above again.");
    }
  }

  addEventListener("DOMContentLoaded", () => {
    note = document.createElement("div");
    note.id = "lesson-note";
    note.hidden = true;
    note.innerHTML = '<p role="status"></p><button type="button">Close</button><progress max="1" aria-label="Python" hidden></progress>';
    [words, button, bar] = note.children;
    button.addEventListener("click", () => ((note.hidden = true), (dismissed = true)));
    document.body.append(note);
    show("JupyterLab is opening the lesson.");
    setInterval(watch, 1000);
  });
})();
