"""A document becomes passages, mentions and what is said of whom."""
