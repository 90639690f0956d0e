"""What users can do, one small class each. Built with ports, called with plain values, free of any framework."""

from jupyter_openbis_server.domain.use_cases.attempt_download import AttemptDownload
from jupyter_openbis_server.domain.use_cases.browse import Browse
from jupyter_openbis_server.domain.use_cases.capture_requirements import CaptureRequirements
from jupyter_openbis_server.domain.use_cases.check_instance import CheckInstance
from jupyter_openbis_server.domain.use_cases.check_session import CheckSession
from jupyter_openbis_server.domain.use_cases.copy_file import CopyFile
from jupyter_openbis_server.domain.use_cases.describe_dataset import DescribeDataset
from jupyter_openbis_server.domain.use_cases.download_dataset import DownloadDataset
from jupyter_openbis_server.domain.use_cases.download_many import DownloadMany
from jupyter_openbis_server.domain.use_cases.edit_connection import EditConnection
from jupyter_openbis_server.domain.use_cases.examine import Examine
from jupyter_openbis_server.domain.use_cases.find_connection import AddPanelConnections, FindConnection
from jupyter_openbis_server.domain.use_cases.find_local_copy import FindLocalCopy
from jupyter_openbis_server.domain.use_cases.find_unfinished_downloads import FindUnfinishedDownloads
from jupyter_openbis_server.domain.use_cases.forget_connection import ForgetConnection
from jupyter_openbis_server.domain.use_cases.forget_login import ForgetLogin
from jupyter_openbis_server.domain.use_cases.get_connection import GetConnection, GetOnlyConnection
from jupyter_openbis_server.domain.use_cases.get_health import GetHealth
from jupyter_openbis_server.domain.use_cases.get_session import GetPanelSession, GetSession
from jupyter_openbis_server.domain.use_cases.jobs import CancelJob, GetJob, ListJobs
from jupyter_openbis_server.domain.use_cases.keep_login import KeepLogin
from jupyter_openbis_server.domain.use_cases.leave_openbis import LeaveOpenbis
from jupyter_openbis_server.domain.use_cases.link_datasets import LinkDatasets
from jupyter_openbis_server.domain.use_cases.list_connections import ListConnections
from jupyter_openbis_server.domain.use_cases.list_contents import ListContents
from jupyter_openbis_server.domain.use_cases.list_data_set_types import ListDataSetTypes
from jupyter_openbis_server.domain.use_cases.list_data_sets import ListDataSets
from jupyter_openbis_server.domain.use_cases.list_downloads import ListDownloads
from jupyter_openbis_server.domain.use_cases.list_files import ListFiles
from jupyter_openbis_server.domain.use_cases.list_folder import ListFolder
from jupyter_openbis_server.domain.use_cases.load_connections import LoadConnections
from jupyter_openbis_server.domain.use_cases.login import Login
from jupyter_openbis_server.domain.use_cases.logout import Logout
from jupyter_openbis_server.domain.use_cases.mount import Mount
from jupyter_openbis_server.domain.use_cases.plan_download import PlanDownload
from jupyter_openbis_server.domain.use_cases.plan_upload import PlanUpload
from jupyter_openbis_server.domain.use_cases.preview_file import PreviewFile
from jupyter_openbis_server.domain.use_cases.publish_notebook import PlanPublication, PublishNotebook
from jupyter_openbis_server.domain.use_cases.read_file import ReadFile
from jupyter_openbis_server.domain.use_cases.recall_login import RecallLogin
from jupyter_openbis_server.domain.use_cases.register_connection import RegisterConnection
from jupyter_openbis_server.domain.use_cases.reload_connections import ReloadConnections
from jupyter_openbis_server.domain.use_cases.remove_connection import RemoveConnection
from jupyter_openbis_server.domain.use_cases.save_connection import SaveConnection
from jupyter_openbis_server.domain.use_cases.save_own_connection import SaveOwnConnection
from jupyter_openbis_server.domain.use_cases.save_requirements import SaveRequirements
from jupyter_openbis_server.domain.use_cases.search import Search
from jupyter_openbis_server.domain.use_cases.share_login import ShareLogin
from jupyter_openbis_server.domain.use_cases.show_details import ShowDetails
from jupyter_openbis_server.domain.use_cases.start_download import StartDownload
from jupyter_openbis_server.domain.use_cases.start_publication import StartPublication
from jupyter_openbis_server.domain.use_cases.start_upload import StartUpload
from jupyter_openbis_server.domain.use_cases.unmount import Unmount, UnmountOwn
from jupyter_openbis_server.domain.use_cases.unregister_connection import UnregisterConnection
from jupyter_openbis_server.domain.use_cases.upload_dataset import UploadDataset
from jupyter_openbis_server.domain.use_cases.verify_downloads import VerifyDownloads

__all__ = [
    "AddPanelConnections",
    "AttemptDownload",
    "Browse",
    "CancelJob",
    "CaptureRequirements",
    "CheckInstance",
    "CheckSession",
    "CopyFile",
    "DescribeDataset",
    "DownloadDataset",
    "DownloadMany",
    "EditConnection",
    "Examine",
    "FindConnection",
    "FindLocalCopy",
    "FindUnfinishedDownloads",
    "ForgetConnection",
    "ForgetLogin",
    "GetConnection",
    "GetHealth",
    "GetJob",
    "GetOnlyConnection",
    "GetPanelSession",
    "GetSession",
    "KeepLogin",
    "LeaveOpenbis",
    "LinkDatasets",
    "ListConnections",
    "ListContents",
    "ListDataSetTypes",
    "ListDataSets",
    "ListDownloads",
    "ListFiles",
    "ListFolder",
    "ListJobs",
    "LoadConnections",
    "Login",
    "Logout",
    "Mount",
    "PlanDownload",
    "PlanPublication",
    "PlanUpload",
    "PreviewFile",
    "PublishNotebook",
    "ReadFile",
    "RecallLogin",
    "RegisterConnection",
    "ReloadConnections",
    "RemoveConnection",
    "SaveConnection",
    "SaveOwnConnection",
    "SaveRequirements",
    "Search",
    "ShareLogin",
    "ShowDetails",
    "StartDownload",
    "StartPublication",
    "StartUpload",
    "Unmount",
    "UnmountOwn",
    "UnregisterConnection",
    "UploadDataset",
    "VerifyDownloads",
]
