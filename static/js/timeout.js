// Warns before the session ends, and lets the person stay. Any other tab that is used keeps the session alive too.

const KEY_EVENTS = 15000

function words(seconds) {
  if (seconds > 60) return `${Math.ceil(seconds / 60)} minutes`
  return seconds === 1 ? "1 second" : `${seconds} seconds`
}

// The server keeps what was typed for the same person, in this browser, for 15 minutes (soteria/accounts/kept.py).
async function keepTyped(address) {
  const form = document.querySelector("form[data-keep]")
  if (!form || !address || !isTyped(form)) return
  const typed = new FormData(form)
  typed.append("kept-path", new URL(form.action).pathname)
  await fetch(address, { method: "POST", body: typed }).catch(() => undefined)
}

function isTyped(form) {
  if (form.dataset.keep === "always") return true
  const boxes = [...form.querySelectorAll("textarea, input[type=text]")]
  const marks = [...form.querySelectorAll("input[type=radio], input[type=checkbox]")]
  return boxes.some((box) => box.value !== box.defaultValue) || marks.some((mark) => mark.checked !== mark.defaultChecked)
}

export function startTimeout(dialog) {
  const warnAfter = Number(dialog.dataset.warnAfter) * 1000
  const endAfter = Number(dialog.dataset.endAfter) * 1000
  const left = dialog.querySelector("[data-timeout-left]")
  const spoken = dialog.querySelector("[data-timeout-spoken]")
  let since = Date.now()
  let lastSpoken = 0
  let isOver = false

  function restart() {
    since = Date.now()
    if (dialog.open) dialog.close()
  }

  // The server has ended the session: loading the page again shows the sign-in page, not the case.
  async function leave() {
    if (isOver) return
    isOver = true
    await keepTyped(dialog.dataset.keepUrl)
    window.location.reload()
  }

  function tick() {
    const idle = Date.now() - since
    if (idle >= endAfter) {
      leave()
      return
    }
    if (idle < warnAfter) return
    if (!dialog.open) dialog.showModal()
    const seconds = Math.ceil((endAfter - idle) / 1000)
    left.textContent = words(seconds)
    if (Date.now() - lastSpoken >= KEY_EVENTS) {
      lastSpoken = Date.now()
      spoken.textContent = `You will be signed out in ${words(seconds)}.`
    }
  }

  async function stay(event) {
    event.preventDefault()
    const form = dialog.querySelector("form")
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" })
    if (answer.ok) restart()
    else leave()
  }

  dialog.querySelector("form").addEventListener("submit", stay)
  dialog.addEventListener("cancel", stay)
  // htmx requests also reach the server and so keep the session alive.
  document.body.addEventListener("htmx:afterRequest", restart)
  window.setInterval(tick, 1000)
}
