"""Kill the shop at a named point, start it again, and prove that nothing was lost or done twice."""
