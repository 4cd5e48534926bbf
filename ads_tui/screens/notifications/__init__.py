"""What the console tells of notifications: toasts, the count, the list."""
