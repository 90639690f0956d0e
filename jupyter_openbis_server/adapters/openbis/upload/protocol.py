"""The extension point for upload protocols.

A new protocol is a module or package beside this one, with a class that implements `UploadProtocol`, and one line in
`registry`. It uses `SingleRegistration`, and does not change other protocols.
"""

from __future__ import annotations

from typing import Protocol

from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities
from jupyter_openbis_server.adapters.openbis.upload.registration import SingleRegistration
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress


class UploadProtocol(Protocol):
    """A way to send files and to register them as a data set. One object serves the whole program, in any thread."""

    def is_offered(self, server: Capabilities) -> bool:
        """Return whether a server offers the protocol. Sends no request."""

    def register(
        self, registration: SingleRegistration, server: Capabilities, cancellation: Cancellation, progress: Progress
    ) -> str:
        """Send the files, register the data set, and return its permId.

        Called while `cancellation` is the current one of the thread (`Cancellation.as_current`). It sends files to a
        place that openBIS chooses, e.g. a data store (`upload_store`), and calls `registration.run` once, with the
        request that registers them.

        Args:
            registration: The data set, and the client of the session.
            server: What the server offers.
            cancellation: Cancels the upload until `registration.run` is called.
            progress: Is notified of bytes that openBIS has received.

        Raises:
            OpenbisError: see the port `DataSetRegistration`.
        """
