"""Services that some tests need."""
