"""Is it the same party, and why: compare, score, explain, search."""
