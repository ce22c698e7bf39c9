"""Few candidates, fast: built from the record, opened by memory map."""
