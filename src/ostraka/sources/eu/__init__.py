"""What the EU list's XML and CSV share: names, their parts, the record."""
