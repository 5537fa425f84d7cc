// Runs once for a gr.HTML component: turns taps on its own buttons into that component's event.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (!button || button.disabled || ["theme", "drawer"].includes(button.dataset.do)) return;
  const tap = { ...button.dataset };
  if (tap.do === "compare") {
    const chosen = button.closest(".shelf").querySelectorAll(".pick input:checked");
    tap.products = [...chosen].map((box) => box.value);
    chosen.forEach((box) => { box.checked = false; });
  }
  trigger("click", tap);
});
element.addEventListener("change", (event) => {
  if (event.target.id === "shopper") trigger("select", { do: "shopper", user_id: event.target.value });
});
