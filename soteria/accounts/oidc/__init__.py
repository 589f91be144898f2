"""Single sign-on by OpenID Connect, stricter than the library's: signatures, nonce and issuer are always checked."""
