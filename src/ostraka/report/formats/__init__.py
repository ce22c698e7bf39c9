"""Documents that are no plain text: PDF, Word, mail.  Each becomes a text with its pages.

PDF and Word files are taken apart in a process of their own with limits on time and
memory: what breaks or hangs there ends there.
"""
