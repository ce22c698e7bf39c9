"""The history of the tables: each step forward and back."""
