"""Nouns for people, bodies and documents."""

from __future__ import annotations

from ostraka.report.grammar.words import word_set

#: People by what they do, one or several.
PEOPLE = word_set(
    "activist activists agent agents ambassador ambassadors analyst attacker attackers",
    "assassin assassins author citizen citizens commander commanders critic critics",
    "defector defectors deputy diplomat diplomats dissident dissidents employee employees",
    "envoy envoys expert experts executive executives fighter fighters general generals",
    "gunman gunmen hacker hackers intellectuals journalist journalists judge judges lawmaker",
    "lawyer leader leaders man men member members militant militants minister ministers",
    "national nationals officer officers official officials operative operatives opponent",
    "opponents politician politicians president prosecutor prosecutors refugee refugees",
    "representative researcher scientist scientists soldier soldiers spies spokesman",
    "spokeswoman spy staff student students suspect suspects terrorist terrorists woman women",
)
#: Bodies, not called by their name.
BODIES = word_set(
    "administration agencies agency army authorities authority branch bureau cell committee",
    "companies company corps department directorate faction force forces government group",
    "groups militia ministry movement network organisation organization party police service",
    "services unit units wing section opposition",
)
#: Words for those who rule a country; a text that has one ruler means the same by all.
RULERS = word_set("regime mullahs ayatollahs clerics rulers junta")
#: Words that name a body where they are written with a capital.
CAPITAL_BODIES = word_set("resistance opposition coalition")
DOCUMENTS = word_set(
    "paper report study document dossier memorandum book article essay survey communiqué",
)
#: What stands somewhere and is no person, however it is called.
BUILDINGS = word_set(
    "embassy consulate mission centre center hotel restaurant airport synagogue mosque church",
    "tower towers barracks building square street station bank university school hospital",
    "theatre stadium market club",
)
