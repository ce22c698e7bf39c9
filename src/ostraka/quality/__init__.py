"""How good a list is, as it was published: what is missing, doubled, re-used, amended silently.

Findings are told with the values as published, so that the publisher can be asked; what
they mean for anybody is for a person to say.
"""

from ostraka.quality.judge import judge_list
from ostraka.quality.model import Example, Fill, Finding, Quality

__all__ = ["Example", "Fill", "Finding", "Quality", "judge_list"]
