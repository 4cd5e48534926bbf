"""Who is told of what: written with the change, shown in the console, delivered outside."""
