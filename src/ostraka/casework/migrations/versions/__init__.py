"""One step for each change of the tables, in order."""
