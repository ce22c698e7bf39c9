"""Who says what about whom, since when.

Statements, versions of lists, views as of any day and their history.  This room
knows no publisher, no index and no score.
"""
