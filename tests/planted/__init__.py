"""Bugs that are planted on purpose: each must make a named part of the suite fail."""
