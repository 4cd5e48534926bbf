"""The card of an order."""
