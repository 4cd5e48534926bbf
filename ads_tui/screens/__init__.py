"""The screens of the console: one folder or file for each."""
