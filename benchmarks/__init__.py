"""How fast the shop is, measured against the bare minimum of the same work: `make bench`."""
