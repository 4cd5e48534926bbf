"""The demonstration: an invented housing company and a year of its orders, the same for the same seed."""
