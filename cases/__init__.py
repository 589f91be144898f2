"""Cases, their offences and the people allocated to them."""
