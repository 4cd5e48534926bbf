"""Whether the database is what it must be: `ads db check`; one file per kind of fault."""
