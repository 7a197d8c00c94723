export default {
  render({ model, el }) {
    el.lang = model.get("lang");
    // The text node stays: a live region whose content is replaced is not announced reliably.
    const words = el.appendChild(document.createTextNode(""));
    el.classList.add("xent-status");
    if (model.get("news")) el.setAttribute("role", "status");
    const say = () => {
      words.data = model.get("text");
      el.dataset.lost = model.get("lost");
    };
    model.on("change", say);
    say();
    return () => model.off("change", say);
  },
};
