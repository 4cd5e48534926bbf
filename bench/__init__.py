"""Speed, measured beside its floor in one run (`make bench`); nothing is timed inside tests."""
