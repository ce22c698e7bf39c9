"""Results shown to people: sections with figures, as a page, on paper, in words.

What is shown is decided once (`sections`); the page and the paper only draw it.
"""
