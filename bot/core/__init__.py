"""The ground floor: the shop's own words and rules. Standard library only, no I/O."""
