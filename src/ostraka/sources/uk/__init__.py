"""What the readers of the UK's lists share: terms, fields, the party."""
