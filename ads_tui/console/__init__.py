"""What every screen of the console needs: actions and keys, layouts, themes, dialogs, workers, safe text."""
