"""A string and nothing else: scripts, folding, romanisation, sound keys.

This room knows no person and no list.
"""
