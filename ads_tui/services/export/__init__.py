"""Exports to Excel (XL-1 … XL-5)."""
