"""The dialog of filters: the names with what each is given, and the values of one name (FL-1, FL-2)."""
