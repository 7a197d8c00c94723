// node pack.mjs RUNTIME RAW OUT: run pack.py in the Pyodide of the folder RUNTIME.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [runtime, raw, out] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${runtime}/pyodide.mjs`));
// Sets are written in the order of their hashes.
const python = await loadPyodide({ indexURL: runtime, env: { PYTHONHASHSEED: "0", HOME: "/tmp" } });
for (const [place, root] of [["/raw", raw], ["/out", out]]) {
  python.FS.mkdirTree(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, place);
}
try {
  python.runPython(readFileSync(new URL("pack.py", import.meta.url), "utf8"));
} catch ({ message }) {
  console.error(message); // Node would show the line of a megabyte that it came from
  process.exitCode = 1;
}
