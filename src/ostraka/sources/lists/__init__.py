"""One reader for each format and one YAML for each list; readers never know each other."""
