// Marks the page as one that scripts can improve, before it is drawn, so that nothing flickers.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
