import React, { useMemo } from 'react';

import { CHILD_KINDS, Details } from '../../api';
import { useServices } from '../../app/services';
import { entityTree } from '../entities/entityTreeModel';
import { WholeTree } from '../entities/WholeTree';
import { Section } from '../Section';

/** The children of a space, project, experiment or sample. */
export function Contents({ connection, root }: { connection: string; root: Details }): JSX.Element {
  const { trans, api, browsing, settings } = useServices();
  const { kind, permId } = root;
  const tree = useMemo(() => {
    const pageSize = () => settings.pageSize;
    const options = { root: { kind, permId }, pageSize };
    return browsing.innerTree('contents', () => entityTree(api.browsing, connection, options));
  }, [api, browsing, connection, kind, permId, settings]);
  const holdsDataSets = CHILD_KINDS[kind].join() === 'dataSet';
  const title = holdsDataSets ? trans.__('Data sets') : trans.__('Contents');
  const empty = holdsDataSets ? trans.__('No data sets') : trans.__('Empty');
  return (
    <Section title={title}>
      <WholeTree {...{ connection, tree, empty }} label={title} hasFilterAtTop />
    </Section>
  );
}
