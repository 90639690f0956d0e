from jupyter_openbis_server.domain import errors as e
from jupyter_openbis_server.entrypoints.schemas.errors import error_response


def test_response_has_a_message_and_a_code():
    assert error_response(e.WrongCredentials("lab")) == {
        "reason": "Incorrect username or password for lab",
        "code": "wrong-credentials",
    }


def test_problems_of_an_upload_have_the_format_of_the_published_clients():
    error = e.InvalidUpload([e.FieldProblem("file", "File not found: a"), e.FieldProblem("prop.$NAME", "is mandatory")])
    assert error_response(error)["errors"] == [{"file": "File not found: a"}, {"prop.$NAME": "is mandatory"}]


def test_failed_upload_has_a_general_error():
    (problem,) = error_response(e.UploadFailed("no reply"))["errors"]
    assert list(problem) == ["save"]


def test_problem_of_a_connection_has_its_field():
    answer = error_response(e.InvalidConnection("mount.port", "must be a number from 1 to 65535"))
    assert answer == {
        "reason": "mount.port: must be a number from 1 to 65535",
        "code": "invalid-connection",
        "errors": [{"mount.port": "must be a number from 1 to 65535"}],
    }
