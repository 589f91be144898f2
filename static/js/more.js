// The rest of the menu lies over the page while it is open: Escape, or going anywhere else, closes it.
export function startMore(more) {
  const summary = more.querySelector("summary")
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more.open) return
    more.open = false
    summary.focus()
  })
  const close = (event) => { if (!more.contains(event.target)) more.open = false }
  document.addEventListener("click", close)
  document.addEventListener("focusin", close)
}
