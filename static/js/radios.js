// GOV.UK's radios say aria-expanded, which a radio may not. What a choice reveals follows it on the page anyway.
import { Radios } from "../vendor/govuk.js";

Radios.prototype.syncConditionalRevealWithInputState = function (input) {
  const target = document.getElementById(input.getAttribute("aria-controls") || "");
  if (target && target.classList.contains("govuk-radios__conditional")) {
    target.classList.toggle("govuk-radios__conditional--hidden", !input.checked);
  }
};
