"""Whole conversations through the real dispatcher."""
