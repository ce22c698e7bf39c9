"""What a text says was done by an authority, and what it says should be done.

A measure is proposed only where a verb says that it was taken; what somebody calls for
is a recommendation, and what somebody means to do is neither.
"""
