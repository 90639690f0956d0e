import { Assignment, DataSetType, Details, EntityType, Property } from '../api';

/** A property assignment as the server returns it. */
export function assignment(code: string, changes: Partial<Assignment> = {}): Assignment {
  return {
    code,
    label: null,
    description: null,
    mandatory: false,
    dataType: 'VARCHAR',
    section: null,
    ordinal: 1,
    computed: false,
    terms: [],
    multiValue: false,
    ...changes
  };
}

export function dataSetType(code: string, ...propertyAssignments: Assignment[]): DataSetType {
  return { code, permId: code, description: null, propertyAssignments };
}

/** A type of samples or experiments as the server returns it. */
export function entityType(code: string, ...propertyAssignments: Assignment[]): EntityType {
  return {
    ...dataSetType(code, ...propertyAssignments),
    generatesCodes: false,
    codePrefix: '',
    uniqueSubcodes: false
  };
}

/** A property of an entity as the server returns it. */
export function property(code: string, value: Property['value'], changes: Partial<Property> = {}): Property {
  return { code, label: null, dataType: 'VARCHAR', multiValue: false, value, ...changes };
}

/** The details of a sample as the server returns them. */
export function entityDetails(changes: Partial<Details> = {}): Details {
  return {
    kind: 'sample',
    permId: 'PS1',
    identifier: '/LAB/P/S1',
    type: 'YEAST',
    $NAME: null,
    properties: [],
    owner: null,
    parents: [],
    children: [],
    childrenCount: 0,
    registrator: 'alice',
    registrationDate: '2023-03-15T10:00:00+00:00',
    modificationDate: '2023-03-16T10:00:00.123000+00:00',
    hasFileServer: false,
    hasAfsFiles: false,
    remark: null,
    elnUrl: '',
    dataSet: null,
    ...changes
  };
}
