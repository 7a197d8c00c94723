// Fetches ahead what a lesson will need, while the learner reads.
const ahead = document.getElementById("ahead");

if (self.able && !navigator.connection?.saveData) fetchAhead();

// In the words of the page, which has them in its language.
function say(what, value) {
  ahead.textContent = ahead.dataset[what].replace("{}", value);
}

async function fetchAhead() {
  const folder = new URL("static/pyodide/", location.href);
  try {
    const { files } = await (await fetch(new URL("kernel.json", folder))).json();
    const all = Object.values(files).reduce((sum, { size }) => sum + size, 0);
    let bytes = 0, told = 0;
    for (const [name, { size }] of Object.entries(files)) {
      const response = await fetch(new URL(name, folder), { priority: "low" });
      if (!response.ok) throw new Error(name);
      await response.arrayBuffer();
      const share = Math.floor(4 * (bytes += size) / all);
      if (share > told) say("share", `${25 * (told = share)} %`);
    }
    say("done");
  } catch (error) {
    say("failed", error.message);
  }
}
