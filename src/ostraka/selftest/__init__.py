"""What this set-up finds, what it misses, and whom its false alerts fall on.

Listed names are changed as people and programs change them and asked for again; a
customer file, or a made one, is asked for to count false alerts.  Chance comes from a
seed, so that a run can be repeated.  The room knows an index and how to ask it; it knows
nothing of homes, cases or pages.
"""
