// At the foot of a lesson's page: how far Python is, what went wrong if it does not come, and what
// to do about a cell that never ends. JupyterLab itself would say none of it.
(() => {
  if (!self.able) return; // and able.js has said so
  const SILENCE = 60, LONG = 10; // seconds
  const WORDS = {
    en: {
      opening: "JupyterLab is opening the lesson.",
      loading: (mb) => `Python is on its way, ${mb} MB. You can read on meanwhile: the pictures are those of the last run.`,
      starting: "Python is starting. You can read on meanwhile.",
      ready: "Python is ready. Shift+Enter runs a cell.",
      failed: (why) => `Python did not start: ${why}. Cells cannot run like this. Check the connection and reload the page; what you wrote is kept.`,
      unloaded: "its worker could not be loaded",
      silent: `nothing has been heard of it for ${SILENCE} seconds`,
      long: "A cell has been running for a while. If it is a loop that never ends: Kernel → Restart Kernel… " +
        "(the Stop button does nothing here). What you wrote stays; run the cells above again.",
      close: "Close",
    },
    ja: {
      opening: "JupyterLab がレッスンを開いています。",
      loading: (mb) => `Python（${mb} MB）を取得しています。その間に読み進められます。図は前回実行したときのものです。`,
      starting: "Python を起動しています。その間に読み進められます。",
      ready: "Python の準備ができました。Shift+Enter でセルを実行します。",
      failed: (why) => `Python が起動しませんでした：${why}。このままではセルを実行できません。接続を確かめて、ページを再読み込みしてください。書いたものは残っています。`,
      unloaded: "ワーカーを読み込めませんでした",
      silent: `${SILENCE}秒間、応答がありません`,
      long: "セルの実行が続いています。終わらないループなら、Kernel → Restart Kernel… を選んでください" +
        "（停止ボタンは、ここでは効きません）。書いたものは残ります。上のセルをもう一度実行してください。",
      close: "閉じる",
    },
  };
  // The lesson in the address says it: JupyterLab's own page is English, and takes the lesson out of
  // its address when it has opened it.
  const [, code] = /[?&]path=(\w+)\//.exec(decodeURIComponent(location.search)) ?? [];
  const spoken = () => (code in WORDS ? code : "en");
  const MB = (bytes) => (bytes / 1e6).toFixed(0);
  let note, words, bar, button, first = [WORDS[spoken()].opening];
  let heardAt = performance.now(), state = "loading", busySince = 0, running, dismissed = false;

  function show(text, { alarm = false, value } = {}) {
    // Python may have something to say before there is a page to say it on.
    if (!note) return void (first = [text, { alarm, value }]);
    if (words.textContent !== text) words.textContent = text;
    note.lang = spoken();
    button.textContent = WORDS[spoken()].close;
    note.classList.toggle("alarm", alarm);
    bar.hidden = value === undefined;
    if (value !== undefined) bar.value = value;
    note.hidden = false;
  }

  function hear({ bytes, all, ready, failed }) {
    heardAt = performance.now();
    if (failed) fail(failed);
    else if (ready && !made) {
      state = "ready";
      show(WORDS[spoken()].ready);
      setTimeout(() => state === "ready" && (note.hidden = true), 4000);
    } else if (state !== "failed") {
      state = "loading";
      const value = bytes === undefined ? 0.9 : (0.8 * bytes) / all;
      const { starting, loading } = WORDS[spoken()];
      show(bytes < all ? loading(MB(all)) : starting, { value });
    }
  }

  function fail(reason) {
    state = "failed";
    show(WORDS[spoken()].failed(reason), { alarm: true });
  }

  // Python starts while JupyterLab does, instead of after it: the first kernel finds its worker made.
  const Plain = self.Worker;
  const KIND = self.crossOriginIsolated ? "coincident" : "comlink"; // JupyterLite chooses so
  const OURS = new URL(`static/pyodide/${KIND}.mjs`, document.currentScript.src);
  let made = kernelWorker(), heard = {};

  function kernelWorker() {
    const worker = new Plain(OURS, { type: "module" });
    [heardAt, state] = [performance.now(), "loading"];
    // It speaks to whoever made it, so this is where to listen.
    worker.addEventListener("message", ({ data }) => data?.lesson && hear((heard = data.lesson)));
    worker.addEventListener("error", ({ message }) => fail(message || WORDS[spoken()].unloaded));
    return worker;
  }

  self.Worker = class extends Plain {
    constructor(url, options) {
      if (!String(url).includes(`/${KIND}.worker.`)) return super(url, options);
      const worker = made ?? kernelWorker();
      const ready = made && heard.ready;
      made = undefined;
      if (ready) hear(heard);
      return worker;
    }
  };

  function watch() {
    const now = performance.now();
    if (state === "loading" && now - heardAt > SILENCE * 1000)
      fail(WORDS[spoken()].silent);
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
      show(WORDS[spoken()].long);
    }
  }

  addEventListener("DOMContentLoaded", () => {
    note = document.createElement("div");
    note.id = "lesson-note";
    note.hidden = true;
    note.innerHTML = '<p role="status"></p><button type="button"></button><progress max="1" aria-label="Python" hidden></progress>';
    [words, button, bar] = note.children;
    button.addEventListener("click", () => ((note.hidden = true), (dismissed = true)));
    document.body.append(note);
    show(...first);
    setInterval(watch, 1000);
  });
})();
