import { Details, NOTEBOOK_PROPERTIES, PropertyValue, textsOf } from '../api';
import { isObject } from '../common/models/browserStore';
import { publicationTime, PublishedFiles } from '../notebook/provenance';
import { inputValue } from '../properties/properties';
import { DataSetTypes } from '../upload/useDataSetTypes';
import { nameOfNotebook, OWN_PROPERTIES, PublicationDraft } from './publications';

/** Name of the document of a publication in files (`file_publication_builder.py`). */
export const PROVENANCE_FILE = 'publication.json';

/** Return what a new version takes over from a data set. */
export function draftOfDataSet(
  details: Details,
  types: DataSetTypes,
  notebook: string,
  proposed: ReadonlyArray<string>
): Partial<PublicationDraft> {
  const { dataSet, properties, parents } = details;
  const values = Object.fromEntries(properties.map(each => [each.code, each.value]));
  const assignments = types.find(details.type ?? '')?.propertyAssignments ?? [];
  const props = Object.entries(values).flatMap(([code, value]) => {
    const assignment = assignments.find(each => each.code === code);
    return assignment ? [[code, inputValue(assignment, value)] as const] : [];
  });
  return {
    ...common(values, notebook),
    target: 'dataSet',
    type: details.type ?? '',
    owner: dataSet?.sample ?? dataSet?.experiment ?? '',
    props: Object.fromEntries(props.filter(([code]) => !OWN_PROPERTIES.includes(code))),
    moreParents: parents.map(each => each.permId).filter(each => !proposed.includes(each))
  };
}

/** Return what a new version takes over from the document of a publication in files; null if it is invalid. */
export function draftOfDocument(
  text: string,
  notebook: string,
  proposed: ReadonlyArray<string>
): Partial<PublicationDraft> | null {
  const document = parsed(text);
  if (!isObject(document) || !isObject(document.owner) || typeof document.owner.identifier !== 'string') {
    return null;
  }
  const parents = Array.isArray(document.parents) ? document.parents.map(String) : [];
  const properties = Object.entries(isObject(document.properties) ? document.properties : {});
  return {
    ...common(Object.fromEntries(properties.map(([code, value]) => [code, String(value)])), notebook),
    target: 'files',
    owner: document.owner.identifier,
    moreParents: parents.filter(each => !proposed.includes(each))
  };
}

/** Return the last publication in files, by the times in the names of their folders (UTC); null without any. */
export function lastPublishedFiles(
  published: ReadonlyArray<PublishedFiles>
): (PublishedFiles & { time: number }) | null {
  const dated = published.map(each => ({ ...each, time: publicationTime(each.folder) }));
  return dated.reduce<(typeof dated)[0] | null>((a, b) => (a && a.time > b.time ? a : b), null);
}

function common(
  values: Record<string, PropertyValue>,
  notebook: string
): Pick<PublicationDraft, 'name' | 'notes'> {
  const text = (code: string) => textsOf(values[code] ?? '').join('\n');
  const name = text(NOTEBOOK_PROPERTIES.name);
  return {
    name: name && name !== nameOfNotebook(notebook) ? name : null,
    notes: text(NOTEBOOK_PROPERTIES.notes)
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
