"""Orders: creating, changing, finding and showing them."""
