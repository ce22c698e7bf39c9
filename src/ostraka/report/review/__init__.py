"""What a person decides about the proposals of a reading.

Proposals and decisions are kept, and never edited; only what was accepted becomes
statements of the record, in a dataset of its own for each document.
"""
