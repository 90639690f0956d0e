"""Contracts of the ports: one test class per port, which every implementation has to pass.

A test class of an implementation derives from the contract and supplies fixtures:

    class TestOpenbisSessions(SessionsContract):
        @pytest.fixture
        def sessions(self): ...

Fixtures of the contracts about openBIS (sessions, entities, data_sets, data_set_types, data_store); they may be
defined in a class that several test classes share, and may have a wider scope than one test:

- `instance`: an `Instance` that runs; `dead_instance`: one without a server;
- `credentials`: user name and password that open a session at `instance`;
- `token_credentials`: a personal access token of the same user (only `SessionsContract`);
- `sessions`: the implementation of `Sessions`; `session` is opened with it;
- `world`: the content of the instance, see `World`;
- the port itself, under the name of its contract's module (`data_store` needs `data_sets` and `entities` as well).

The other contracts name their fixtures in their docstrings.
"""
