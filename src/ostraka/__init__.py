"""Who is designated, by whom, since when, and is this party one of them."""
