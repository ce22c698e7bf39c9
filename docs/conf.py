"""How Sphinx builds these pages: `just docs`."""

from importlib.metadata import version as version_of

project = "Ostraka"
version = release = version_of("ostraka")
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "Ostraka"
myst_heading_anchors = 3
# Pages link to files of the repository as they lie there.
myst_url_schemes = ("http", "https", "mailto")
suppress_warnings = ["misc.highlighting_failure"]
exclude_patterns = ["_build"]
