from jupyter_openbis_server.domain import errors as e
from jupyter_openbis_server.entrypoints.answers.errors import answer_to


def test_an_answer_has_a_sentence_for_people_and_a_code_for_programs():
    assert answer_to(e.WrongCredentials("lab")) == {
        "reason": "Incorrect username or password for lab",
        "code": "wrong-credentials",
    }


def test_problems_of_an_upload_come_as_the_published_clients_read_them():
    error = e.InvalidUpload([e.FieldProblem("file", "File not found: a"), e.FieldProblem("prop.$NAME", "is mandatory")])
    assert answer_to(error)["errors"] == [{"file": "File not found: a"}, {"prop.$NAME": "is mandatory"}]


def test_a_failed_upload_has_an_error_for_the_whole():
    (problem,) = answer_to(e.UploadFailed("no reply"))["errors"]
    assert list(problem) == ["save"]


def test_a_problem_of_a_connection_comes_with_its_field():
    answer = answer_to(e.InvalidConnection("mount.port", "must be a number from 1 to 65535"))
    assert answer == {
        "reason": "mount.port: must be a number from 1 to 65535",
        "code": "invalid-connection",
        "errors": [{"mount.port": "must be a number from 1 to 65535"}],
    }
