"""Where people and programs meet the record: Python, command line, HTTP, tools."""
