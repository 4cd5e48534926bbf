"""The card of a building, a premise, a client or a service."""
