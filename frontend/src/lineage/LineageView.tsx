import React, { useRef, useState } from 'react';

import { LineageFormat, LineageGraph } from '../api';
import { useServices } from '../app/services';
import { useAction } from '../common/hooks/useAction';
import { useHost } from '../common/hooks/useHost';
import { Problem } from '../common/Problem';
import { ToolButton } from '../viewer/ImageView';
import { LineageList } from './LineageList';
import { LineagePicture } from './LineagePicture';
import { LineageStart } from './lineages';
import { pictureName } from './pictureName';
import { LoadedLineage, useLineage } from './useLineage';
import { useNodeOpening } from './useNodeOpening';

interface Props {
  start: LineageStart;
  /** Called before the panel is shown: what covers it is closed. */
  onLeave: () => void;
}

/** The sources and results of a notebook, data set or sample, as a picture or a list. */
export function LineageView({ start, onLeave }: Props): JSX.Element {
  const { trans } = useServices();
  const [isList, setList] = useState(false);
  const loaded = useLineage(start);
  const { graph, error, isLoading, reload } = loaded;
  const open = useNodeOpening(start, onLeave);
  const title = useRef<HTMLHeadingElement>(null);
  const Shown = isList ? LineageList : LineagePicture;
  return (
    <section className="jp-openbis-viewer" aria-label={trans.__('Lineage')} aria-busy={isLoading}>
      <header>
        <h2 ref={title} tabIndex={-1}>
          {trans.__('Lineage of %1', start.name)}
        </h2>
        <div className="jp-openbis-viewer-tools" role="group" aria-label={trans.__('View')}>
          <ToolButton label={trans.__('Picture')} isOn={!isList} onClick={() => setList(false)} />
          <ToolButton label={trans.__('List')} isOn={isList} onClick={() => setList(true)} />
          <ToolButton label={trans.__('Reload')} onClick={reload} />
        </div>
        {graph && <DrawingButtons start={start} maxNodes={loaded.maxNodes} />}
      </header>
      <Problem error={error} retry={reload} />
      <UnsavedNote start={start} />
      <p role="status">{isLoading ? trans.__('Loading…') : graph && <Amount {...{ graph }} />}</p>
      {graph && <Incomplete graph={graph} loaded={loaded} onMore={() => title.current?.focus()} />}
      {graph && <Shown graph={graph} onOpen={open} />}
    </section>
  );
}

function Amount({ graph }: { graph: LineageGraph }): JSX.Element {
  const { trans } = useServices();
  const count = graph.nodes.length - 1;
  return (
    <>
      {count
        ? trans._n('%1 source or result', '%1 sources and results', count)
        : trans.__('No sources and no results')}
    </>
  );
}

interface IncompleteProps {
  graph: LineageGraph;
  loaded: LoadedLineage;
  /** Called before more is loaded: the button may disappear, and gives the focus away. */
  onMore: () => void;
}

/** Says that there are more nodes, with a button where these can be loaded. */
function Incomplete({ graph, loaded, onMore }: IncompleteProps): JSX.Element | null {
  const { trans } = useServices();
  const { more } = loaded;
  const load = () => {
    onMore();
    more?.();
  };
  return graph.isComplete ? null : (
    <p className="jp-openbis-viewer-tools">
      {trans.__('Not complete: there are more sources or results.')}
      {more && <ToolButton label={trans.__('Load more')} onClick={load} />}
    </p>
  );
}

/** Says that the server reads the notebook from its file. */
function UnsavedNote({ start }: { start: LineageStart }): JSX.Element | null {
  const { trans } = useServices();
  const { notebooks } = useHost();
  const { subject } = start;
  const notebook = notebooks.find(each => subject.kind === 'notebook' && each.path === subject.path);
  return notebook?.hasUnsavedChanges ? (
    <small>{trans.__('Unsaved changes of the notebook are not included.')}</small>
  ) : null;
}

/** Buttons that take the lineage along, in formats of the server. */
function DrawingButtons({ start, maxNodes }: { start: LineageStart; maxNodes: number }): JSX.Element {
  const { trans, api, host } = useServices();
  const { error, run } = useAction();
  const draw = (format: LineageFormat) => api.lineage.draw(start.connection, start.subject, maxNodes, format);
  const copy = () =>
    run(async () => {
      await host.copy(await draw('mermaid'));
      host.notify(trans.__('Copied. Paste it into Markdown, in a block of the language mermaid.'), 'success');
    });
  const save = () =>
    run(async () => {
      const { folder } = host;
      const name = await host.saveNew(folder, pictureName(start.name), await draw('svg'));
      host.notify(trans.__('Saved as %1', name), 'success', [
        { label: trans.__('Show'), run: () => void host.reveal(folder, name) }
      ]);
    });
  return (
    <>
      <div className="jp-openbis-viewer-tools" role="group" aria-label={trans.__('Export')}>
        <ToolButton label={trans.__('Copy as Mermaid')} onClick={() => void copy()} />
        <ToolButton label={trans.__('Save picture')} onClick={() => void save()} />
      </div>
      <Problem error={error} />
    </>
  );
}
