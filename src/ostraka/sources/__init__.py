"""A file as published becomes entities, or a refusal.

One reader and one YAML for each list (`lists/`), strict reading (`strict`), the
checks a version must pass (`checks`), and the one place that knows all readers
(`load`).  This room knows nothing of indexes, scores or faces.
"""
