// After a save the banner that names what changed takes the focus, so that nobody misses it or does the act twice.
export function startFocus() {
  const banner = document.querySelector(".govuk-notification-banner--success")
  const summary = document.querySelector(".govuk-error-summary")
  if (!banner || summary) return
  banner.setAttribute("tabindex", "-1")
  banner.focus()
}
