"""The export to Excel: the dialog that asks for it, and the one that shows how far it is (XL-1 … XL-5)."""
