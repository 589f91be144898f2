// Says in the page, in plain words, why a security key did not work. The rest is allauth's (mfa/js/webauthn.js).

function words(error) {
  if (error instanceof ReferenceError || error instanceof TypeError) return "This browser cannot use security keys."
  if (error?.name === "InvalidStateError") return "This key is added already. Use another key."
  if (error?.name === "SecurityError") return "Security keys cannot be used at this address. Use an authenticator app."
  return "No key was used. Try again."
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  const place = document.querySelector("[data-key-error]")
  place.textContent = words(event.detail.exception)
  place.hidden = false
})
