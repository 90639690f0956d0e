"""The methods about vocabulary terms, which live inside their vocabulary."""

from dataclasses import replace

from jupyter_openbis_server.fake_openbis.application_server.operations import operation
from jupyter_openbis_server.fake_openbis.application_server.search.criteria import Search
from jupyter_openbis_server.fake_openbis.application_server.search.paging import page, search_result
from jupyter_openbis_server.fake_openbis.application_server.search.search_fields import field_test
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.codes import new_term_code
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.wire.failures import UserFailure, not_found
from jupyter_openbis_server.fake_openbis.wire.fetch_options import FetchOptions
from jupyter_openbis_server.fake_openbis.wire.ids import Id, as_list, as_objects, read_id, read_ids
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import Method
from jupyter_openbis_server.fake_openbis.wire.translator import Translator
from jupyter_openbis_server.fake_openbis.wire.type_beans import term_bean

Found = tuple[e.Vocabulary, e.VocabularyTerm]


def term_methods(context: Context) -> dict[str, Method]:
    """get, search, create and delete of vocabulary terms."""

    def get(token: str, ids: Json, fetch_options: Json) -> dict[str, Bean]:
        with operation(context, "getVocabularyTerms", token) as session:
            translator, options = Translator(context, session.user), FetchOptions(fetch_options, "VocabularyTerm")
            found = {str(one): _find(context.laboratory, one) for one in read_ids(ids, "vocabularyterm")}
            return {key: term_bean(translator, *pair, options) for key, pair in found.items() if pair is not None}

    def search(token: str, criteria: Json, fetch_options: Json) -> Bean:
        with operation(context, "searchVocabularyTerms", token) as session:
            translator, options = Translator(context, session.user), FetchOptions(fetch_options, "VocabularyTerm")
            found = _matching(context.laboratory, criteria)
            beans = [term_bean(translator, *pair, options) for pair in page(found, options, "VocabularyTerm")]
            return search_result(beans, len(found))

    def create(token: str, creations: Json) -> list[Bean]:
        with operation(context, "createVocabularyTerms", token) as session:
            return [_create(context.laboratory, session.user, creation) for creation in as_objects(creations)]

    def delete(token: str, ids: Json, options: Json) -> None:
        with operation(context, "deleteVocabularyTerms", token), context.laboratory.lock:
            if not (options or {}).get("reason"):
                raise UserFailure("Reason cannot be null")
            for given in read_ids(ids, "vocabularyterm"):
                _delete(context.laboratory, given)

    return {
        "getVocabularyTerms": get,
        "searchVocabularyTerms": search,
        "createVocabularyTerms": create,
        "deleteVocabularyTerms": delete,
    }


def new_term(laboratory: Laboratory, user: str, creation: Json, ordinal: int) -> e.VocabularyTerm:
    """Return the term a ``VocabularyTermCreation`` describes.

    Raises:
        UserFailure: when it has no code, or one with characters that codes must not have.
    """
    return e.VocabularyTerm(
        code=new_term_code(creation.get("code")),
        label=creation.get("label"),
        description=creation.get("description"),
        ordinal=ordinal,
        official=creation.get("official") is not False,
        registrator=user,
        registration_date=laboratory.now(),
    )


def _find(laboratory: Laboratory, given: Id) -> Found | None:
    vocabulary = laboratory.vocabularies.get(given.vocabulary)
    terms = vocabulary.terms if vocabulary else []
    return next(((vocabulary, term) for term in terms if vocabulary and term.code == given.text.upper()), None)


def _matching(laboratory: Laboratory, criteria: Json) -> list[Found]:
    """All terms that fulfil every criterion: those about the vocabulary, and those about the term itself."""
    parts = as_list((criteria or {}).get("criteria"))
    about_vocabulary = [part for part in parts if str(part.get("@type")).endswith(".VocabularySearchCriteria")]
    tests = [field_test(part, e.VocabularyTerm) for part in parts if part not in about_vocabulary]
    keys = Search(laboratory).run(laboratory.vocabularies, {"criteria": about_vocabulary})
    return [
        (vocabulary, term)
        for vocabulary in laboratory.vocabularies
        if vocabulary.code in keys
        for term in vocabulary.terms
        if all(test(term) for test in tests)
    ]


def _create(laboratory: Laboratory, user: str, creation: Json) -> Bean:
    given = read_id(creation.get("vocabularyId"), "vocabulary")
    vocabulary = laboratory.vocabularies.get(given.text.upper())
    if vocabulary is None:
        raise not_found(given.class_name, given.text)
    term = new_term(laboratory, user, creation, max((old.ordinal for old in vocabulary.terms), default=0) + 1)
    laboratory.put(replace(vocabulary, terms=[*vocabulary.terms, term]))
    fields = {"code": term.code, "vocabularyCode": vocabulary.code}
    return Bean("as.dto.vocabulary.id.VocabularyTermPermId", fields)


def _delete(laboratory: Laboratory, given: Id) -> None:
    """Delete a term, unless a property has it as its value; one that does not exist is left out."""
    found = _find(laboratory, given)
    if found is None:
        return
    vocabulary, term = found
    codes = {each.code for each in laboratory.property_types if each.vocabulary == vocabulary.code}
    entities = (*laboratory.experiments, *laboratory.samples, *laboratory.data_sets)
    if any(term.code in as_list(entity.properties.get(code)) for entity in entities for code in codes):
        raise UserFailure(f"Vocabulary term '{term.code}' is being used. Delete all connected data first.")
    laboratory.put(replace(vocabulary, terms=[kept for kept in vocabulary.terms if kept != term]))
