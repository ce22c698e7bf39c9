"""Where people and programs meet the record: the command line."""
