// Draws the figures a page carries as JSON. Colours are names of tokens, resolved here, so that a chart
// follows light and dark; nothing is sent anywhere, and every chart has its table beside it.
(() => {
  "use strict";
  const CONFIG = { displaylogo: false, showSendToCloud: false, responsive: true, displayModeBar: false, topojsonURL: "/static/vendor/topojson/" };
  const probe = document.createElement("span");
  probe.hidden = true;

  // A custom property comes back unresolved (light-dark(...)); a colour that uses it does not.
  const resolve = (value) => {
    if (typeof value !== "string" || !value.startsWith("--")) return value;
    probe.style.color = "";
    probe.style.setProperty("color", `var(${value})`);
    return getComputedStyle(probe).color;
  };
  const paint = (node) => {
    if (Array.isArray(node)) return node.map(paint);
    if (node && typeof node === "object") return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, paint(value)]));
    return resolve(node);
  };

  const draw = (box) => {
    const source = document.getElementById(box.dataset.figure);
    if (!source || !window.Plotly) return;
    const figure = paint(JSON.parse(source.textContent));
    const ink = resolve("--ink-2");
    const line = resolve("--line");
    const clear = "rgba(0,0,0,0)";
    const axis = { gridcolor: line, linecolor: line, zerolinecolor: resolve("--line-3"), color: ink };
    const layout = {
      ...figure.layout, paper_bgcolor: clear, plot_bgcolor: clear, autosize: true,
      font: { family: getComputedStyle(document.body).fontFamily, size: 12, color: ink },
      hoverlabel: { bgcolor: resolve("--panel"), bordercolor: resolve("--line-2"), font: { color: resolve("--ink") } },
      xaxis: { ...axis, ...figure.layout.xaxis }, yaxis: { ...axis, ...figure.layout.yaxis },
    };
    window.Plotly.react(box, figure.data, layout, CONFIG);
  };
  const drawAll = () => { for (const box of document.querySelectorAll("[data-figure]")) draw(box); };

  document.addEventListener("DOMContentLoaded", () => {
    document.body.append(probe);
    drawAll();
  });
  document.addEventListener("themechange", drawAll);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  window.addEventListener("beforeprint", () => {
    for (const twin of document.querySelectorAll(".chart-box details")) twin.open = false;
    drawAll();
  });
})();
