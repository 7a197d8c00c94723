export default {
  render({ model, el }) {
    el.lang = model.get("lang");
    // By chance and not by counting: each slider on the page runs its own copy of this file.
    const id = `xent-slider-${Math.random().toString(36).slice(2)}`;
    const label = document.createElement("label");
    const input = document.createElement("input");
    const output = document.createElement("output");
    label.htmlFor = output.htmlFor = id;
    Object.assign(input, { id, type: "range" });
    // The input says its value itself.
    output.setAttribute("aria-live", "off");
    el.classList.add("xent-slider", "xent-control");
    const moves = new Moves(model);
    el.append(label, input, output);

    const show = () => {
      label.textContent = model.get("label");
      const about = model.get("about");
      if (about) input.setAttribute("aria-label", `${about} ${label.textContent}`);
      input.name = model.get("name");
      for (const name of ["min", "step"]) input[name] = model.get(name);
      // A step like 1/90 is rounded, and ninety of them can exceed the maximum by a hair.
      input.max = model.get("max") + 1e-6 * model.get("step");
      input.disabled = model.get("disabled");
      const moved = moves.underway;
      moves.answer(model.get("taken"));
      if (moves.underway) return; // the hand is further than the kernel
      if (moved) input.dispatchEvent(new Event(SETTLED, { bubbles: true }));
      if (Number(input.value) !== model.get("value")) input.value = model.get("value");
      say(model.get("value"));
    };
    const say = (value) => {
      const number = value.toFixed(model.get("decimals")).replace(/^-/, "−");
      output.textContent = number + model.get("unit");
      input.setAttribute("aria-valuetext", output.textContent);
    };

    input.addEventListener("input", () => {
      // Rounded as the kernel rounds, or it would correct a step like 7/90, and the thumb with it.
      const value = Number(Number(input.value).toFixed(10));
      say(value);
      moves.make({ value });
    });
    model.on("change", show);
    show();
    return () => {
      model.off("change", show);
      moves.end();
    };
  },
};
