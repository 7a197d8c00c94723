// What is pressed on a control is not the notebook's: `a` would insert a cell, Ctrl+Z bring back a
// deleted one, Shift+M merge the explorer's cell away. It hears Tab, Enter with another key (runs
// the cell), and what is everywhere its own (Ctrl+S, F1). Notebook 7 listens at the document before
// anyone else, so this listens at the window; what the browser itself does with a key stays.
// This runs once for each control on the page; one listener is enough.
const OURS = ".xent-explorer, .xent-control";
const EDITING = /^([acmvxyz]|Arrow.*|Home|End|Page.*|Delete|Backspace|Space| )$/i;
document.documentElement.dataset.xentKeys ??= (addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, shiftKey, altKey, target } = event;
  if (!target.closest?.(OURS) || key === "Tab" || /^F\d/.test(key)) return;
  const modified = ctrlKey || metaKey || altKey;
  const theirs = key === "Enter" ? modified || shiftKey : modified && !EDITING.test(key);
  if (!theirs) event.stopPropagation();
}, true),
// Who comes by keyboard sees all of what the control moves, not only the control.
addEventListener("focusin", ({ target }) => {
  const explorer = target.closest?.(".xent-explorer");
  if (explorer && target.matches(":focus-visible"))
    requestAnimationFrame(() => explorer.scrollIntoView({ block: "nearest" }));
}), "kept");
