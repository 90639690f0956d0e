"""The logger for jupyter_client: silent, since its failures become domain errors."""

import logging

LOGGER = logging.getLogger(__name__)
LOGGER.addHandler(logging.NullHandler())
LOGGER.propagate = False
