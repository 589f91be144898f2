"""The tour of the README: pictures of the running product, made by one command (`make pictures`)."""
