"""All transfer protocols, and the choice between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jupyter_openbis_server.adapters.openbis.transfer.afs.protocol import Afs
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.protocol import DssFast
from jupyter_openbis_server.adapters.openbis.transfer.dss_servlet.protocol import DssServlet
from jupyter_openbis_server.adapters.openbis.transfer.protocol import Source, TransferProtocol
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.errors import DataSetInAfs


def transfer_protocols() -> tuple[TransferProtocol, ...]:
    """Return all protocols; of several that fit, the first one is used."""
    return (
        DssFast(),
        DssServlet(),
        Afs(),
    )


class TransferRegistry:
    """Chooses a protocol by the data store that has a data set, and by what its server offers.

    Args:
        protocols: In order of preference.
    """

    def __init__(self, protocols: Sequence[TransferProtocol] | None = None) -> None:
        self._protocols = tuple(protocols) if protocols is not None else transfer_protocols()

    def for_listing(self, data_set: DataSet) -> TransferProtocol:
        """Return the protocol that lists the files of a data set.

        Raises:
            DataSetInAfs: there is none for its data store.
        """
        return self._serving(data_set)[0]

    def for_transfer(self, source: Source) -> TransferProtocol:
        """Return the protocol that reads the files of a data set. The server may be asked for its API version.

        Raises:
            DataSetInAfs: there is none for its data store, or the server does not offer it.
            OpenbisError: the server does not answer as it should.
        """
        serving = self._serving(source.data_set)
        server = source.client.capabilities()
        offered = next((each for each in serving if each.is_offered(server)), None)
        if offered is None:
            raise DataSetInAfs(source.data_set.perm_id, "this openBIS is older than openBIS 7")
        return offered

    def by_protocol(self, data_sets: Iterable[DataSet]) -> dict[TransferProtocol, list[DataSet]]:
        """Return data sets by the protocol that lists their files; those for which there is none are left out."""
        found: dict[TransferProtocol, list[DataSet]] = {}
        for each in data_sets:
            for protocol in self._protocols:
                if protocol.serves(each):
                    found.setdefault(protocol, []).append(each)
                    break
        return found

    def end_reading(self, data_set: DataSet | None, file: DataSetFile | None) -> None:
        """Close what any protocol keeps open on servers. Raises no OpenbisError."""
        for each in self._protocols:
            each.end_reading(data_set, file)

    def _serving(self, data_set: DataSet) -> list[TransferProtocol]:
        serving = [each for each in self._protocols if each.serves(data_set)]
        if not serving:
            raise DataSetInAfs(data_set.perm_id)
        return serving
