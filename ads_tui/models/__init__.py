"""Tables, one file per noun family; import the family that is needed, importing all costs half a second."""
