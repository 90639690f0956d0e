"""Where jupyter_client logs to: it says nothing to people by itself, its failures become domain errors."""

import logging

LOGGER = logging.getLogger(__name__)
LOGGER.addHandler(logging.NullHandler())
