import React, { useEffect } from 'react';

import { ApiError, Connection, LOGIN_ERRORS, NotebookTrace, TracedDataSet } from '../api';
import { useServices } from '../app/services';
import { useHost } from '../common/hooks/useHost';
import { useModels } from '../common/models/model';
import { nameOf } from '../common/paths';
import { Problem } from '../common/Problem';
import { Notebook } from '../host/host';
import { NotebookRecords, recordsOf } from './notebookRecords';
import { ProducedRow } from './ProducedRow';
import { UsedRow } from './UsedRow';
import { useNotebookTrace } from './useNotebookTrace';

/** The Notebook tab: what the notebook in front has used and produced, and the state of each data set. */
export function NotebookView(): JSX.Element {
  const { trans, connections, browsing } = useServices();
  const { notebook } = useHost();
  useModels(connections);
  const { current, root } = connections;
  useEffect(() => browsing.setConnection(current), [browsing, current]); // links lead to the Browse tab
  return (
    <>
      {notebook === null && <p>{trans.__('Open a notebook to see what it has used and produced.')}</p>}
      {notebook && current && root && (
        <Records
          key={JSON.stringify([current.name, notebook.path])}
          notebook={notebook}
          connection={current}
          records={recordsOf(notebook, current, root)}
        />
      )}
    </>
  );
}

interface Props {
  notebook: Notebook;
  connection: Connection;
  records: NotebookRecords;
}

function Records({ notebook, connection, records }: Props): JSX.Element {
  const { trans, lineages, navigation } = useServices();
  const { value: trace, error, retry } = useNotebookTrace(connection, records);
  const { request, publishedFiles, others } = records;
  const isEmpty = !request.used.length && !request.produced.length;
  const problem = error ?? problemOf(trace);
  return (
    <section aria-label={nameOf(notebook.path)} aria-busy={!isEmpty && !trace && !error}>
      <Problem error={problem} retry={retry} />
      <h3 className="jp-openbis-group">{trans.__('Used by this notebook')}</h3>
      {!request.used.length && <p>{trans.__('Nothing was downloaded for it from this openBIS.')}</p>}
      <ul aria-label={trans.__('Used')}>
        {request.used.map(({ permId, path }) => (
          <UsedRow
            key={permId}
            connection={connection.name}
            request={{ near: request.near, path }}
            traced={found(trace?.used, permId)}
            isAsked={trace !== null && !trace.problem}
          />
        ))}
      </ul>
      {others.length > 0 && (
        <p className="jp-openbis-description">
          {trans._n(
            '%1 data set is from another openBIS: choose its connection.',
            '%1 data sets are from another openBIS: choose their connection.',
            others.length
          )}
        </p>
      )}
      <p className="jp-openbis-trace-notebook" title={notebook.path}>
        <span aria-hidden="true">↓ </span>
        <strong>{nameOf(notebook.path)}</strong>
        <span aria-hidden="true"> ↓</span>
      </p>
      <h3 className="jp-openbis-group">{trans.__('Produced by this notebook')}</h3>
      {!request.produced.length && (
        <p>
          {trans.__('Nothing was uploaded or published from it.')}{' '}
          <button type="button" className="jp-openbis-link" onClick={() => navigation.startTask('publish')}>
            {trans.__('Publish notebook…')}
          </button>
        </p>
      )}
      <ul aria-label={trans.__('Produced')}>
        {request.produced.map(permId => (
          <ProducedRow
            key={permId}
            connection={connection}
            traced={found(trace?.produced, permId)}
            folders={publishedFiles.filter(each => each.permId === permId).map(each => each.folder)}
            isAsked={trace !== null && !trace.problem}
          />
        ))}
      </ul>
      <button
        type="button"
        className="jp-openbis-link"
        onClick={() =>
          lineages.open(connection.name, { kind: 'notebook', path: notebook.path }, nameOf(notebook.path))
        }
      >
        {trans.__('Show lineage')}
      </button>
    </section>
  );
}

/** Return why openBIS could not be asked; null if it was. */
function problemOf(trace: NotebookTrace | null): ApiError | null {
  const problem = trace?.problem;
  const status = problem && LOGIN_ERRORS.includes(problem.code) ? 401 : 500;
  return problem ? ApiError.fromAnswer(status, problem) : null;
}

/** Return the state of a data set; without its state while it is loading. */
function found(traced: TracedDataSet[] | undefined, permId: string): TracedDataSet {
  return (
    traced?.find(each => each.permId === permId) ?? {
      permId,
      dataSet: null,
      kind: 'dataSet',
      identifier: '',
      elnUrl: '',
      copy: null,
      changedFiles: null,
      newer: null
    }
  );
}
