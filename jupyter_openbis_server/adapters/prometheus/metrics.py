"""The metrics, registered once per process, even if the extension is loaded several times.

No label has a value that users can choose, such as names of connections and users: each value is a time series.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

METHODS = frozenset(
    {
        "createFastDownloadSession",
        "createPersonalAccessTokens",
        "createReportFromAggregationService",
        "createUploadedDataSet",
        "getDataSets",
        "getExperiments",
        "getMajorVersion",
        "getMinorVersion",
        "getPersonalAccessTokens",
        "getProjects",
        "getSamples",
        "getServerInformation",
        "getSpaces",
        "isSessionActive",
        "login",
        "logout",
        "searchDataSetTypes",
        "searchDataSets",
        "searchDataStores",
        "searchExperiments",
        "searchFiles",
        "searchProjects",
        "searchSamples",
        "searchSpaces",
    }
)
"""Methods of openBIS's API that have a time series; all others share `other`."""

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)

JOBS = Counter("openbis_jobs", "Downloads and uploads that have ended", ["kind", "result"])
ACTIONS = Counter("openbis_actions", "Logins, mounts and all else that users do, without transfers", ["kind", "result"])
BYTES = Counter("openbis_transferred_bytes", "Bytes that transfers have moved", ["direction"])
ERRORS = Counter("openbis_errors", "Errors that users have got", ["code"])
REQUESTS = Histogram(
    "openbis_request_seconds", "Time until openBIS has answered a call of its API", ["method"], buckets=_SECONDS
)
RUNNING = Gauge("openbis_jobs_running", "Downloads and uploads that run")
WAITING = Gauge("openbis_jobs_waiting", "Downloads and uploads that wait for their turn")
INTERRUPTED = Gauge("openbis_jobs_interrupted", "Downloads and uploads that wait to be tried again")
KEPT = Gauge("openbis_kept_folders", "Folders that this server keeps in openBIS", ["state"])
INTERRUPTIONS = Counter("openbis_job_interruptions", "Interruptions of downloads and uploads that are tried again")
