"""The parts of a target of Switzerland's list: identity, names, designation."""
