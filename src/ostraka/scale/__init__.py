"""The same screening on engines that divide the work: Spark.

This room knows the one function that screens a batch and how tables are recognised; it
knows nothing of homes, files of customers and faces.
"""

from ostraka.scale.arrow import Place, screen_record_batch
from ostraka.scale.spark import screen_dataframe, ship_index

__all__ = ["Place", "screen_dataframe", "screen_record_batch", "ship_index"]
