"""What happens by itself: the lease, the pass over due work, one module per kind of work, the thread."""
