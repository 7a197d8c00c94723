export default {
  render({ model, el }) {
    el.lang = model.get("lang");
    const id = `xent-number-box-${Math.random().toString(36).slice(2)}`;
    const label = document.createElement("label");
    const input = document.createElement("input");
    label.htmlFor = id;
    Object.assign(input, { id, type: "number" });
    el.classList.add("xent-number-box", "xent-control");
    el.append(label, input);

    // What is no number at all the browser hands on as nothing.
    const typed = () => (input.value === "" ? "" : Number(input.value));
    const show = () => {
      label.textContent = model.get("description");
      for (const name of ["min", "max", "step"]) input[name] = model.get(name);
      if (typed() !== model.get("value")) input.value = model.get("value");
      fit();
    };
    const fit = () => input.style.setProperty("--letters", input.value.length);
    input.addEventListener("input", fit);
    input.addEventListener("change", () => {
      model.set("value", typed());
      model.save_changes();
    });
    model.on("change", show);
    show();
    return () => model.off("change", show);
  },
};
