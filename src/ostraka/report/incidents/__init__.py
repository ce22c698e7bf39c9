"""What a text says happened: kind, stage, outcome, date, place, target, who is said to be behind it.

An incident is proposed where a text tells it with at least a day, a place or a target of
its own; what only takes up an incident told before adds to that one.
"""
