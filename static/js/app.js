// Starts every component on the page, and again on what htmx puts into it. Each is found by its data-module.
import { initAll as startGovuk } from "../vendor/govuk.js";
import "./radios.js";
import { initAll as startMoj } from "../vendor/moj.js";
import { startExit } from "./exit.js";
import { startFocus } from "./focus.js";
import { startTimeout } from "./timeout.js";

function start(scope) {
  startGovuk({ scope: scope })
  startMoj({ scope: scope })
}

function startOwn(name, begin) {
  document.querySelectorAll(`[data-module="${name}"]`).forEach(begin)
}

startOwn("app-exit", startExit)
start(document)
startOwn("app-timeout", startTimeout)
startFocus()
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) start(event.detail.elt)
})
