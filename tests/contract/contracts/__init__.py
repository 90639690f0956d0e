"""What every implementation of a port owes the domain: one class of promises per port.

A test class of an implementation derives from the contract and supplies fixtures:

    class TestPybisSessions(SessionsContract):
        @pytest.fixture
        def sessions(self): ...

Fixtures of the contracts about openBIS (sessions, entities, data_sets, data_set_types, data_store); they may live in a
class that several test classes share, and may have a wider scope than one test:

- `instance`: an `Instance` that runs; `dead_instance`: one where nobody listens;
- `credentials`: user name and password that open a session at `instance`;
- `token_credentials`: a personal access token of the same user (only `SessionsContract`);
- `sessions`: the implementation of `Sessions`; `session` is opened with it;
- `world`: what the instance holds, see `World`;
- the port itself, under the name of its contract's module (`data_store` needs `data_sets` and `entities` as well).

The other contracts name their fixtures in their docstrings.
"""
