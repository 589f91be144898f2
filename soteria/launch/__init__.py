"""Starts Soteria on one machine: embedded servers, checks of the machine, and the supervisor of `make run`."""
