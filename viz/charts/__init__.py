"""Charts of the pages, drawn with Altair: frames in, charts out; ``theme`` gives them one French look."""

from altair.utils import schemapi

# Altair checks each piece of a chart when it is made, half the time of a chart: tests check whole charts.
schemapi.disable_debug_mode()
