"""Whatever comes in: the shop goes on, keeps its books right and its secrets to itself."""
