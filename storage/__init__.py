"""The database: every SQL statement of the shop."""
