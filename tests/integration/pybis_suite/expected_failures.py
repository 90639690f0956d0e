"""The tests of pyBIS's own suite that do not pass against the fake openBIS, each with the reason."""

_DELETIONS = "needs searchDeletions and revertDeletions, which the fake does not have"
_GROUPS = "needs createAuthorizationGroups, which the fake does not have"
_TAGS = "needs createTags and searchTags, which the fake does not have"

NOT_RUN = {
    "test_dataset::test_archive_unarchive_datasets": "waits up to 90 s for ARCHIVE_PENDING and ARCHIVED; archiving "
    "takes no time in the fake",
    "test_vocabulary::test_create_vocabulary_and_delete_term": "expects terms in an order that it does not ask for; "
    "the fake gives another one each time",
    "test_debug::test_openbis": "logs in at a server on the internet, openbis-empa-lab208.ethz.ch",
}
"""Never run: the result would be by chance, would take minutes, or would not be about the fake."""

EXPECTED_FAILURES = {
    "test_dataset::test_create_delete_dataset": _DELETIONS,
    "test_dataset::test_revert_deletion_dataset": _DELETIONS,
    "test_experiment::test_revert_deletion_experiment": _DELETIONS,
    "test_group::test_crud_group": _GROUPS,
    "test_group::test_group_member": _GROUPS,
    "test_group::test_role_assignments": _GROUPS,
    "test_person::test_admin_person_roles": "needs searchRoleAssignments, which the fake does not have",
    "test_sample::test_create_sample_with_spreadsheet": "a fault of pyBIS: Spreadsheet is not JSON serializable",
    "test_sample::test_revert_deletion_sample": _DELETIONS,
    "test_tag::test_crud_tag": _TAGS,
    "test_tag::test_get_tags": _TAGS,
}
"""Run, and expected to fail."""
