// Starts every component on the page, and again on what htmx puts into it. Each is found by its data-module.
import { initAll as startGovuk } from "../vendor/govuk.js";
import "./radios.js";
import { initAll as startMoj } from "../vendor/moj.js";
import { startExit } from "./exit.js";
import { startMore } from "./more.js";
import { startTimeout } from "./timeout.js";

function start(scope) {
  startGovuk({ scope: scope })
  startMoj({ scope: scope })
}

// A banner of success takes the focus by itself; what is wrong comes before it.
function focusErrors() {
  const summary = document.querySelector(".govuk-error-summary")
  summary?.setAttribute("tabindex", "-1")
  summary?.focus()
}

function startOwn(name, begin) {
  document.querySelectorAll(`[data-module="${name}"]`).forEach(begin)
}

startOwn("app-exit", startExit)
startOwn("app-more", startMore)
start(document)
startOwn("app-timeout", startTimeout)
focusErrors()
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) start(event.detail.elt)
})
