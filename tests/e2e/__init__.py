"""The program as its operator starts it."""
