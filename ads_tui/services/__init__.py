"""Does what a person wants, in one transaction; one file per capability, reads beside writes."""
