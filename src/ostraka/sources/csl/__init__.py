"""What the CSV and JSON of the US consolidated screening list share."""
