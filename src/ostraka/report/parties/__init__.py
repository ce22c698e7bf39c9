"""Parties a text speaks of without naming them: states that act, bodies and people described.

A description stays one: who the `diplomat to Vienna` was, other sources may know; this
text does not say.
"""
