"""What a new openBIS has in its database before anything is added to it (openbis-protocol 3.2)."""

from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory, perm_id_of

SYSTEM_USER = "system"
"""Who registers what is there from the beginning."""
DEFAULT_CODE = "DEFAULT"
UNKNOWN_TYPE = "UNKNOWN"
_KINDS: tuple[e.EntityKind, ...] = ("EXPERIMENT", "SAMPLE", "DATA_SET")


def add_initial_objects(lab: Laboratory, date: int) -> None:
    """Add the initial objects of schema 192 to a laboratory that does not have them.

    These are the user ``system``, the space, project, experiment and sample ``DEFAULT``, a type ``UNKNOWN`` of each
    kind, the vocabulary ``$STORAGE_FORMAT`` and the property type ``DESCRIPTION``. The sample belongs to the experiment
    but to no project: its identifier is ``/DEFAULT/DEFAULT``.

    Args:
        lab: Where to.
        date: When the server was installed, in milliseconds since 1970 UTC.
    """
    if SYSTEM_USER in lab.persons:
        return
    lab.put(e.Person(SYSTEM_USER, last_name="System User", registration_date=date))
    _add_types(lab, date)
    _add_entities(lab, date)


def _add_types(lab: Laboratory, date: int) -> None:
    terms = [
        e.VocabularyTerm(code, ordinal=ordinal, registrator=SYSTEM_USER, registration_date=date)
        for ordinal, code in enumerate(("PROPRIETARY", "BDS_DIRECTORY"), 1)
    ]
    lab.put(
        e.Vocabulary(
            "$STORAGE_FORMAT",
            "The on-disk storage format of a data set",
            terms,
            managed_internally=True,
            registrator=SYSTEM_USER,
            registration_date=date,
            modification_date=date,
        )
    )
    lab.put(
        e.PropertyType(
            "DESCRIPTION",
            label="Description",
            description="A Description",
            registrator=SYSTEM_USER,
            registration_date=date,
        )
    )
    for kind in _KINDS:
        lab.put(e.EntityType(kind, UNKNOWN_TYPE, "Unknown", modification_date=date, auto_generated_code=False))


def _add_entities(lab: Laboratory, date: int) -> None:
    space = lab.put(e.Space(DEFAULT_CODE, registrator=SYSTEM_USER, registration_date=date, modification_date=date))
    project = lab.put(
        e.Project(
            perm_id_of(date, 1),
            DEFAULT_CODE,
            space.code,
            registrator=SYSTEM_USER,
            registration_date=date,
            modification_date=date,
        )
    )
    experiment = lab.put(
        e.Experiment(
            perm_id_of(date, 2),
            DEFAULT_CODE,
            project.perm_id,
            UNKNOWN_TYPE,
            f"{project.identifier}/{DEFAULT_CODE}",
            registrator=SYSTEM_USER,
            registration_date=date,
            modification_date=date,
        )
    )
    lab.put(
        e.Sample(
            perm_id_of(date, 3),
            DEFAULT_CODE,
            UNKNOWN_TYPE,
            f"/{space.code}/{DEFAULT_CODE}",
            space=space.code,
            experiment=experiment.perm_id,
            registrator=SYSTEM_USER,
            registration_date=date,
            modification_date=date,
        )
    )
