// "Exit this page": clear the title, end the session, and put the neutral page in this page's place in the history.
// Without this script the component is a plain link: it leaves, but does not sign out.

function leave(root, link) {
  document.title = ""
  document.body.classList.add("govuk-exit-this-page-hide-content")
  const token = root.querySelector("[name=csrfmiddlewaretoken]")
  const form = new FormData()
  form.append("csrfmiddlewaretoken", token ? token.value : "")
  navigator.sendBeacon(root.dataset.exitUrl, form)
  window.location.replace(link.href)
}

export function startExit(root) {
  const link = root.querySelector(".govuk-exit-this-page__button")
  const skipLink = document.querySelector(".govuk-js-exit-this-page-skiplink")
  for (const way of [link, skipLink]) {
    // The component sets window.location, which keeps this page in the history, so ours answers first.
    way?.addEventListener("click", (event) => {
      event.preventDefault()
      event.stopImmediatePropagation()
      leave(root, link)
    })
  }
  watchShift(() => leave(root, link))
}

// The component counts three presses of Shift too, but only ours replaces the history entry.
function watchShift(then) {
  let presses = []
  let held = false
  document.addEventListener("keyup", (event) => {
    if (event.key === "Shift" && !held) {
      const now = Date.now()
      presses = [...presses.filter((at) => now - at < 5000), now]
      if (presses.length >= 3) {
        event.stopImmediatePropagation()
        then()
      }
    } else {
      presses = event.key === "Shift" ? presses : []
    }
    held = event.shiftKey
  }, true)
}
