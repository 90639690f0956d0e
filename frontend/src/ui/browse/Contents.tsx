import React from 'react';

import { Details, Kind } from '../../api';
import { INSIDE } from '../../state/things';
import { useServices } from '../services';
import { useTree } from './EntityTree';
import { Section } from './Section';
import { WholeTree } from './WholeTree';

const INNER: ReadonlyArray<Kind> = ['project', 'experiment', 'sample', 'dataSet'];

/** What lies in a space, project, experiment or sample. */
export function Contents({ connection, place }: { connection: string; place: Details }): JSX.Element {
  const { trans } = useServices();
  const tree = useTree(connection, INNER, place);
  const title = INSIDE[place.kind].join() === 'dataSet' ? trans.__('Data sets') : trans.__('Contents');
  return (
    <Section title={title}>
      <WholeTree connection={connection} tree={tree} label={title} />
    </Section>
  );
}
