"""Files brought in: orders, buildings and clients, by a map of their columns (CL-16)."""
