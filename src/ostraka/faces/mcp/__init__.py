"""The face for language models: screen, show, diff and read as tools with typed results.

It speaks the Model Context Protocol over stdin and stdout and needs the extra `mcp`.
What a tool returns is what the command of the same name prints, no more.
"""
