// Draws each chart from the JSON that stands in the page. Without scripts the tables remain.
"use strict";
(function () {
  const read = (node) => JSON.parse(node.textContent);
  const words = document.getElementById("chart-locale");
  const locale = words ? read(words) : null;
  if (locale && locale.name !== "en") { // plotly knows English, and falls back on it for what ours leaves out
    Plotly.register({ moduleType: "locale", name: locale.name, dictionary: locale.dictionary, format: locale.format });
  }
  const config = {
    topojsonURL: new URL("topojson/", document.currentScript.src).href, locale: locale ? locale.name : "en", responsive: true, displaylogo: false,
    displayModeBar: false, scrollZoom: false, doubleClick: false,
  };
  for (const source of document.querySelectorAll("script[type='application/json'][data-chart]")) {
    const place = document.getElementById(source.dataset.chart);
    const spec = read(source);
    place.setAttribute("data-drawn", "");
    Plotly.newPlot(place, spec.data, spec.layout, config).then(function () {
      place.querySelectorAll("svg").forEach((svg) => svg.setAttribute("aria-hidden", "true"));
      place.setAttribute("data-ready", "");
    });
    if (place.dataset.open) {
      place.on("plotly_click", function (event) {
        const address = event.points[0] && event.points[0].customdata;
        if (typeof address === "string" && address.startsWith("/") && !address.startsWith("//")) {
          window.location.assign(address);
        }
      });
    }
  }
})();
