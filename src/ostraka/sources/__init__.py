"""A file as published becomes entities, or a refusal.

One reader and one YAML for each list (`lists/`), strict reading (`strict_xml`,
`strict_table`), the one place that knows all readers (`formats`), the checks a version
must pass (`checks`), and how files become one (`load`, `making`) or are fetched
(`update`).  This room knows nothing of indexes, scores or faces.
"""
