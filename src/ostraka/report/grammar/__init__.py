"""How English sentences are put together, as far as reading a report needs it.

Words by what they do, sentences, clauses, verbs with what stands around them, and noun
phrases.  Knows nothing of parties, incidents or measures.
"""
