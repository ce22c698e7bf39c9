"""What the readers of OFAC's four formats share: labels, remarks, documents, names, links."""
