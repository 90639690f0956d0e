"""A raw HTTP client of the data store server with its own decoder for chunks."""

import json
import socket
import struct
import zlib
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from jupyter_openbis_server.fake_openbis.server.server import FakeOpenbis

TIMEOUT = 20
_RECEIVE_BUFFER = 64 * 1024
_HEADER = struct.Struct(">ihBhqi")


@dataclass(frozen=True)
class ReadChunk:
    """A decoded chunk."""

    number: int
    item_id: str
    path: str
    offset: int
    payload: bytes
    header_is_right: bool
    payload_is_right: bool
    directory: bool


def read_chunks(body: bytes, charset: str = "utf-8") -> list[ReadChunk]:
    chunks, place = [], 0
    while place < len(body):
        number, id_length, directory, path_length, offset, length = _HEADER.unpack_from(body, place)
        texts = place + _HEADER.size
        end = texts + id_length + path_length
        payload = body[end + 8 : end + 8 + length]
        chunks.append(
            ReadChunk(
                number=number,
                item_id=body[texts : texts + id_length].decode(charset),
                path=body[texts + id_length : end].decode(charset),
                offset=offset,
                payload=payload,
                header_is_right=zlib.crc32(body[place:end]) == int.from_bytes(body[end : end + 8], "big"),
                payload_is_right=zlib.crc32(payload)
                == int.from_bytes(body[end + 8 + length : end + 16 + length], "big"),
                directory=bool(directory),
            )
        )
        place = end + 16 + length
    return chunks


def perm_id(code: str) -> dict[str, str]:
    return {"@type": "as.dto.dataset.id.DataSetPermId", "permId": code}


def files_of(*codes: str) -> dict[str, Any]:
    """The criteria of searchFiles for some data sets, as pyBIS writes them."""
    by_code = [
        {
            "@type": "as.dto.common.search.CodeSearchCriteria",
            "fieldName": "code",
            "fieldType": "ATTRIBUTE",
            "fieldValue": {"@type": "as.dto.common.search.StringEqualToValue", "value": code},
        }
        for code in codes
    ]
    data_sets = {"@type": "as.dto.dataset.search.DataSetSearchCriteria", "operator": "OR", "criteria": by_code}
    return {
        "@type": "dss.dto.datasetfile.search.DataSetFileSearchCriteria",
        "operator": "AND",
        "criteria": [data_sets],
    }


class SmallReceiver(HTTPAdapter):
    """Uses a small receive buffer, so that the server cannot send far ahead of the reader."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        options = [
            (socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER),
            (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
        ]
        super().init_poolmanager(*args, socket_options=options, **kwargs)


class DataStoreClient:
    """One user's raw requests to one fake openBIS."""

    def __init__(self, fake: FakeOpenbis, user: str = "alice") -> None:
        self.url = f"{fake.url}/datastore_server"
        self.query_url = f"{fake.url}/openbis/openbis/rmi-query-v1.json"
        self.token = fake.sessions.open(user)
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.mount("http://", SmallReceiver())
        self.http.headers["Accept-Encoding"] = "identity"

    def rpc(self, method: str, *params: Any, url: str | None = None) -> dict[str, Any]:
        """The whole JSON-RPC reply; the token is put in front of the parameters."""
        call = {"jsonrpc": "2.0", "id": "2", "method": method, "params": [self.token, *params]}
        target = url or f"{self.url}/rmi-data-store-server-v3.json"
        answer = self.http.post(target, data=json.dumps(call), timeout=TIMEOUT)
        assert answer.status_code == 200
        return answer.json()

    def listing(self, *codes: str) -> list[dict[str, Any]]:
        options = {"@type": "dss.dto.datasetfile.fetchoptions.DataSetFileFetchOptions"}
        return self.rpc("searchFiles", files_of(*codes), options)["result"]["objects"]

    def file(self, code: str, quoted_path: str, **more: Any) -> requests.Response:
        """GET of a file; the path is sent as it is."""
        url = f"{self.url}/{code}/{quoted_path}?sessionID={self.token}"
        return self.http.get(url, timeout=TIMEOUT, **more)

    # --- file-transfer ---

    def transfer(self, method: str, **values: list[Any] | str) -> requests.Response:
        """A call with a JSON body; texts are put into lists."""
        body = {"method": [method], **{name: [v] if isinstance(v, str) else v for name, v in values.items()}}
        return self.transfer_body(json.dumps(body))

    def transfer_body(self, body: str | bytes, **more: Any) -> requests.Response:
        return self.http.post(f"{self.url}/file-transfer", data=body, timeout=TIMEOUT, **more)

    def transfer_query(self, **query: Any) -> requests.Response:
        return self.http.get(f"{self.url}/file-transfer", params=query, timeout=TIMEOUT)

    def start(self, *item_ids: str, streams: int | None = 2) -> dict[str, Any]:
        wished = {} if streams is None else {"wishedNumberOfStreams": str(streams)}
        items = {"downloadItemIds": ", ".join(item_ids)}
        return self.transfer("startDownloadSession", userSessionId=self.token, **items, **wished).json()

    def queue(self, download: dict[str, Any], ranges: str) -> requests.Response:
        return self.transfer("queue", downloadSessionId=download["downloadSessionId"], ranges=ranges)

    def chunks(self, download: dict[str, Any], count: int | None = None, number: int = 0, **more: Any) -> Any:
        """The reply of one download call."""
        wished = {} if count is None else {"numberOfChunks": [str(count)]}
        body = {
            "method": ["download"],
            "downloadSessionId": [download["downloadSessionId"]],
            "downloadStreamId": [download["streamIds"][number]],
            **wished,
        }
        return self.transfer_body(json.dumps(body), **more)

    def numbers(self, download: dict[str, Any], count: int | None = None, number: int = 0) -> list[int]:
        return [chunk.number for chunk in read_chunks(self.chunks(download, count, number).content)]

    def finish(self, download: dict[str, Any]) -> requests.Response:
        return self.transfer("finishDownloadSession", downloadSessionId=download["downloadSessionId"])

    # --- upload ---

    def upload(self, name: str, content: Any, headers: dict[str, str] | None = None, **query: Any) -> requests.Response:
        """POST of raw bytes into the session workspace."""
        parameters = {"filename": name, "id": 1, "startByte": 0, "endByte": 0, "sessionID": self.token, **query}
        given = {key: value for key, value in parameters.items() if value is not None}
        url = f"{self.url}/session_workspace_file_upload"
        return self.http.post(url, params=given, data=content, headers=headers, timeout=TIMEOUT)

    def create(self, upload_id: str | None, **fields: Any) -> dict[str, Any]:
        """``createUploadedDataSet`` with a type without properties, belonging to a sample."""
        creation = {
            "@type": "dss.dto.dataset.create.UploadedDataSetCreation",
            "typeId": {"@type": "as.dto.entitytype.id.EntityTypePermId", "permId": "ATTACHMENT"},
            "sampleId": {
                "@type": "as.dto.sample.id.SampleIdentifier",
                "identifier": "/YEAST_LAB/GROWTH/EMPTY_BENCH",
            },
            "experimentId": None,
            "properties": {},
            "parentIds": [],
            "uploadId": upload_id,
            **fields,
        }
        return self.rpc("createUploadedDataSet", creation)
