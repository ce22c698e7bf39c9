"""Who is owned, controlled or directed by whom, and what each regime makes of it.

The links of all lists and registers in force become one graph of plain numpy arrays,
opened with mmap.  Over it stand each regime's own rule of ownership, shortest paths with
their sources, and layered pictures.  The room knows parties by their ids and names
only; it compares no names, and what it says of a party is never a designation.
"""
