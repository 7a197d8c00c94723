export default {
  render({ model, el }) {
    el.lang = model.get("lang");
    const id = `xent-one-of-${Math.random().toString(36).slice(2)}`;
    const name = document.createElement("span");
    const row = document.createElement("span");
    Object.assign(name, { id, className: "xent-one-of-name" });
    row.className = "xent-one-of-options";
    el.classList.add("xent-one-of", "xent-control");
    el.setAttribute("role", "radiogroup");
    el.setAttribute("aria-labelledby", id);
    el.append(name, row);

    let inputs = [];
    const show = () => {
      const shown = model.get("shown");
      name.textContent = model.get("description");
      name.classList.toggle("xent-heard", model.get("quiet"));
      if (inputs.length !== shown.length) inputs = shown.map(option);
      inputs.forEach((input, index) => {
        input.nextSibling.textContent = shown[index];
        input.checked = index === model.get("index");
      });
    };
    const option = (_, index) => {
      if (!index) row.replaceChildren();
      const label = document.createElement("label");
      const input = document.createElement("input");
      Object.assign(input, { type: "radio", name: id });
      input.addEventListener("change", () => {
        model.set("index", index);
        model.save_changes();
      });
      label.append(input, document.createElement("span"));
      row.append(label);
      return input;
    };
    model.on("change", show);
    show();
    return () => model.off("change", show);
  },
};
