"""What several sources say of the same events, set side by side.

Nothing is averaged and nothing is overwritten: each value stays with who states it.
Sources of one origin count once.  Which value to prefer is a decision a person takes.
"""
