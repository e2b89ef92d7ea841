"""What each screen says: pure functions from the core's objects and a Translator to a Screen."""
