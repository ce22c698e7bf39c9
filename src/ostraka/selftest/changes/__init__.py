"""Names changed the way people and programs change them, and the way they must not match.

Each function takes a name and a source of chance and returns the changed name, or None
where the change does not apply to it.
"""
