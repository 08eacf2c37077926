// The header: suggestions under the search (arrows move, Enter opens, Escape closes), and the person's menu.
// Without script the search is a plain form and the menu opens by itself.
(() => {
  "use strict";
  const menu = document.querySelector("details.menu");
  if (menu) {
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("focusout", (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false; });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
  }

  const form = document.querySelector("form[data-find]");
  if (!form) return;
  const input = form.querySelector("input");
  const hits = form.querySelector("[data-hits]");
  let at = -1;
  const options = () => [...hits.querySelectorAll("[role=option]")];
  const show = (open) => {
    const list = hits.querySelector("[role=listbox]");
    hits.hidden = !open;
    input.setAttribute("aria-expanded", String(open && list !== null));
    if (open && list) input.setAttribute("aria-controls", list.id); else input.removeAttribute("aria-controls");
  };
  const mark = (index) => {
    at = index;
    options().forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    const chosen = options()[at];
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id); else input.removeAttribute("aria-activedescendant");
  };
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  show(false);
  hits.addEventListener("htmx:afterSwap", () => { mark(-1); show(input.value.trim() !== ""); });
  input.addEventListener("keydown", (event) => {
    const all = options();
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && all.length) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      show(true);
      mark(at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length);
    } else if (event.key === "Enter" && at >= 0 && !hits.hidden) {
      event.preventDefault();
      window.location.assign(all[at].dataset.href);
    } else if (event.key === "Escape") {
      mark(-1);
      show(false);
    }
  });
  // Before the field loses the focus, which would close the list under the pointer.
  hits.addEventListener("mousedown", (event) => event.preventDefault());
  hits.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) window.location.assign(option.dataset.href);
  });
  input.addEventListener("focus", () => { if (options().length) show(true); });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) show(false); });
})();
