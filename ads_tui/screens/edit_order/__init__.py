"""Editing an order in place."""
