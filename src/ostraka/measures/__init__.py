"""Who imposed what on whom, when; who did not; and what became of what was called for.

Knows the record and the lists' catalog, and nothing of how parties are searched for, of
documents or of faces.
"""
