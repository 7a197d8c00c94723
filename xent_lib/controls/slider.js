let count = 0;

export default {
  render({ model, el }) {
    const id = `xent-slider-${(count += 1)}`;
    const label = document.createElement("label");
    const input = document.createElement("input");
    const output = document.createElement("output");
    label.htmlFor = output.htmlFor = id;
    Object.assign(input, { id, type: "range" });
    el.classList.add("xent-slider");
    el.append(label, input, output);

    const show = () => {
      label.textContent = model.get("label");
      for (const name of ["min", "max", "step"]) input[name] = model.get(name);
      input.disabled = model.get("disabled");
      if (Number(input.value) !== model.get("value")) input.value = model.get("value");
      say(model.get("value"));
    };
    const say = (value) => {
      output.textContent = value.toFixed(model.get("decimals")) + model.get("unit");
      input.setAttribute("aria-valuetext", output.textContent);
    };

    input.addEventListener("input", () => {
      say(Number(input.value));
      model.set("value", Number(input.value));
      model.save_changes();
    });
    // The notebook's own keys (d d deletes a cell) must not see what is meant for the slider.
    // Tab leaves it, and a key with Shift, Ctrl or Command is the notebook's (Shift+Enter).
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Tab" && !event.shiftKey && !event.ctrlKey && !event.metaKey)
        event.stopPropagation();
    });
    model.on("change", show);
    show();
    return () => model.off("change", show);
  },
};
