// Suggestions under the search of the header: arrows move, Enter opens, Escape closes. Without script the form searches.
(() => {
  "use strict";
  const form = document.querySelector("form[data-find]");
  if (!form) return;
  const input = form.querySelector("input");
  const hits = form.querySelector("[data-hits]");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", hits.id);
  let at = -1;
  const options = () => [...hits.querySelectorAll("[role=option]")];
  const show = (open) => {
    hits.hidden = !open;
    input.setAttribute("aria-expanded", String(open && options().length > 0));
  };
  const mark = (index) => {
    const all = options();
    at = all.length ? (index + all.length) % all.length : -1;
    all.forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", all[at].id); else input.removeAttribute("aria-activedescendant");
  };
  show(false);
  hits.addEventListener("htmx:afterSwap", () => { mark(-1); at = -1; input.removeAttribute("aria-activedescendant");
    options().forEach((option) => option.setAttribute("aria-selected", "false")); show(input.value.trim() !== ""); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options().length) return;
      event.preventDefault();
      show(true);
      mark(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
    } else if (event.key === "Enter" && at >= 0 && !hits.hidden) {
      event.preventDefault();
      options()[at].querySelector("a").click();
    } else if (event.key === "Escape") {
      show(false); mark(-1); at = -1;
    }
  });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) show(false); });
  input.addEventListener("focus", () => { if (options().length) show(true); });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); input.focus(); }
  });
  const menu = document.querySelector("details.menu");
  if (menu) {
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { menu.open = false; menu.querySelector("summary").focus(); } });
  }
})();
