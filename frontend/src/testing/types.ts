import { Assignment, DataSetType } from '../api';

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
