// The notebook's own keys (a inserts a cell, d d deletes one) must not see what is meant for a
// control. Tab leaves it, and a key with Shift, Ctrl or Command is the notebook's (Shift+Enter).
// This runs once for each control on the page; one listener is enough.
document.body.dataset.xentKeys ??= (document.body.addEventListener("keydown", (event) => {
  const mine = event.target.closest?.(".xent-explorer, .xent-slider");
  if (mine && event.key !== "Tab" && !event.shiftKey && !event.ctrlKey && !event.metaKey)
    event.stopPropagation();
}), "kept");
