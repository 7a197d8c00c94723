// Stands where the kernel's worker looks for Pyodide: starts it at once with all that the lessons
// need, and tells the page how far it is, or what is missing.
import { loadPyodide as load } from "./pyodide.mjs";

const HERE = new URL(".", import.meta.url).href;
const START = `
import pyodide_kernel
# It is not here: IPython's own completion is quick, and jedi would cost every start a second.
pyodide_kernel.ipython_shell.Completer.use_jedi = False
import xent_lib.explorer
`;
const PACKED = /\.packed$/;
const say = (lesson) => self.postMessage({ lesson });

// What JupyterLite wants told of Python's words; it comes when JupyterLab has opened the lesson.
let wanted = {};
const started = start();
started.catch((error) => say({ failed: error.message }));

export function loadPyodide(options) {
  wanted = options;
  return started;
}

async function start() {
  const { files, packages } = await (await arrived(new URL("kernel.json", HERE))).json();
  // All of it is asked for at once; Pyodide would wait with its packages until it runs itself.
  const problems = [], coming = new Map();
  const all = Object.values(files).reduce((sum, { size }) => sum + size, 0);
  let bytes = 0;
  for (const [name, { size, integrity }] of Object.entries(files)) {
    const whole = arrived(HERE + name, { integrity })
      .then((response) => opened(name, response, (more) => say({ bytes: (bytes += more), all })));
    whole.catch((error) => problems.push(error.message));
    coming.set(HERE + name.replace(PACKED, ""), whole);
  }
  const ask = self.fetch;
  self.fetch = (what, how) => {
    const url = new URL(what.url ?? what, HERE).href, found = coming.get(url);
    coming.delete(url); // a body can be read once
    return found ?? ask(what, how);
  };
  try {
    const stdout = (text) => wanted.stdout?.(text), stderr = (text) => wanted.stderr?.(text);
    const python = await load({ stdout, stderr, packages, indexURL: HERE });
    if (problems.length) throw new Error(problems.join("; "));
    say({ unpacked: true });
    await python.runPythonAsync(START);
    say({ ready: true });
    return python;
  } catch (error) {
    throw problems.length ? new Error(problems.join("; ")) : error;
  } finally {
    self.fetch = ask;
  }
}

async function arrived(url, options) {
  const name = String(url).replace(HERE, "");
  // The lesson itself comes first.
  const response = await fetch(url, { ...options, priority: "low" }).catch(({ message }) => {
    throw new Error(`${name} did not arrive (${message})`);
  });
  if (!response.ok) throw new Error(`${name} did not arrive (error ${response.status})`);
  return response;
}

// A file as Pyodide wants to have it. It tells how many bytes have come, and lets nobody's reading
// hold it back. The name of what was packed does not say how, so no host unpacks it on the way.
function opened(name, response, tell) {
  const transform = (chunk, out) => (tell(chunk.length), out.enqueue(chunk));
  if (name.endsWith(".wasm")) {
    // The browser keeps what it compiled of its own response; a copy of it tells how far it is.
    const copy = response.clone().body.pipeThrough(new TransformStream({ transform }));
    copy.pipeTo(new WritableStream()).catch(() => {}); // Pyodide itself says what went wrong
    return response;
  }
  const eager = { highWaterMark: Infinity };
  const bytes = response.body.pipeThrough(new TransformStream({ transform }))
    .pipeThrough(PACKED.test(name) ? new DecompressionStream("gzip") : new TransformStream())
    .pipeThrough(new TransformStream({}, eager, eager));
  return new Response(bytes, { headers: { "Content-Type": "application/octet-stream" } });
}
