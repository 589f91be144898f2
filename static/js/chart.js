// Draws the charts of a page over their pictures. The specification is read from the page and interpreted, never
// compiled: the page's security policy lets no text become code.
import "../vendor/vega.js"
import "../vendor/vega-lite.js"
import "../vendor/vega-embed.js"
import { expressionInterpreter } from "../vendor/vega-interpreter.js"

async function draw(figure) {
  const picture = figure.querySelector("img")
  const spec = JSON.parse(document.getElementById(figure.dataset.spec).textContent)
  const place = document.createElement("div")
  place.className = "app-chart__drawn"
  figure.insertBefore(place, picture)
  const options = { mode: "vega-lite", renderer: "svg", actions: false, tooltip: false, defaultStyle: false }
  await globalThis.vegaEmbed(place, spec, { ...options, ast: true, expr: expressionInterpreter })
  // The picture's words stay: the drawing is hidden from screen readers and says nothing that they do not.
  place.setAttribute("aria-hidden", "true")
  picture.className = "govuk-visually-hidden"
}

document.querySelectorAll('[data-module="app-chart"]').forEach(draw)
