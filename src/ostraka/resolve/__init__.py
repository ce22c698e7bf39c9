"""The same party on several lists: proposals for a judgement, with their reasons.

The judgements themselves, and the canonical ids that follow from them, live in
`record`.  This room finds pairs, weighs the evidence and says which pairs are sure; it
knows no command line and no clock.
"""
