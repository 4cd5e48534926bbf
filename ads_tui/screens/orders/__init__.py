"""The order list, the console's home."""
