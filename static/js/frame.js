// Small behaviours every page may use: print buttons, forms that send themselves, copy buttons.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const print = event.target.closest("[data-print]");
    if (print) { event.preventDefault(); window.print(); }
    const copy = event.target.closest("[data-copy]");
    if (copy && navigator.clipboard) {
      navigator.clipboard.writeText(copy.dataset.copy).then(() => { copy.dataset.done = "1"; });
    }
  });
})();
