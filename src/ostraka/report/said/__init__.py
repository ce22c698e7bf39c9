"""In whose words a text speaks: partial quotations, lists of demands, and claims.

Whoever publishes a text holds what it says; whom it quotes holds it through the
publisher.  The words of a title, or of a term in quotation marks, are nobody's speech.
"""
