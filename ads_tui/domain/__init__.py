"""The rules of the service desk as pure functions of values: no database, no clock of its own, no terminal."""
