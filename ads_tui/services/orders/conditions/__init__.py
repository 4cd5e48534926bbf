"""What each name of a filter line asks of orders, one file for a kind of thing (FL-4)."""
