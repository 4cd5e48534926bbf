"""Cards of buildings, premises, clients and services: read-only, for whoever registers or reads an order (CR-5)."""
