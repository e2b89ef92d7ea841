"""The use cases over a real database, with a held clock and no network."""
