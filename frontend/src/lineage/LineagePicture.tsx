import React, {
  memo,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState
} from 'react';

import { LineageGraph, LineageNode } from '../api';
import { useServices } from '../app/services';
import { Icon } from '../common/Icon';
import { formatNumber } from '../common/messages/format';
import { ToolButton } from '../viewer/ImageView';
import { useShortcuts } from '../viewer/useShortcuts';
import { drawable, relativesOf } from './graph';
import { Box, BOX_HEIGHT, BOX_WIDTH, Layout, layoutOf } from './layout';
import { describeNode, fullName, iconOfNode, noteOfNode, titleOfNode } from './nodeLabels';
import { nodeAfter, stepOf } from './steps';
import { isMirrored, scrollToMiddle, useZoom, Zoom } from './useZoom';

interface Props {
  graph: LineageGraph;
  onOpen: (node: LineageNode) => void;
}

/**
 * A lineage as a picture: sources left of their results. Nodes are buttons; one of them is a stop of the Tab key, and arrow
 * keys move along the lines.
 */
export function LineagePicture({ graph, onOpen }: Props): JSX.Element {
  const { trans } = useServices();
  const shown = useMemo(() => drawable(graph), [graph]);
  const layout = useMemo(() => layoutOf(shown), [shown]);
  const relatives = useMemo(() => relativesOf(shown), [shown]);
  const nodes = useMemo(() => new Map(shown.nodes.map(each => [each.key, each])), [shown]);
  const descriptions = useMemo(() => {
    const describe = (node: LineageNode) =>
      describeNode(node, node.key === shown.start, relatives, nodes, trans);
    return new Map(shown.nodes.map(each => [each.key, describe(each)]));
  }, [shown, relatives, nodes, trans]);
  const root = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const keys = useId();
  const zoom = useZoom(area, layout);
  const { factor } = zoom;
  const [wanted, setActive] = useState(shown.start);
  const active = nodes.has(wanted) ? wanted : shown.start;
  const open = useStable(onOpen);
  const press = (event: React.KeyboardEvent) => {
    const { current } = area;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    const step = current && isPlain ? stepOf(event.key, isMirrored(current)) : null;
    if (step === null) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const next = nodeAfter(active, step, shown.start, layout, relatives);
    if (next !== null) {
      setActive(next);
      current?.querySelectorAll<HTMLElement>('button')[[...layout.boxes.keys()].indexOf(next)].focus();
    }
  };
  useShortcuts(root, {
    '+': () => zoom.change(1),
    '-': () => zoom.change(-1),
    '0': zoom.fit,
    '1': zoom.reset
  });
  useStartInSight(area, layout, shown.start);
  return (
    <div className="jp-openbis-viewer-main" ref={root}>
      <ZoomButtons zoom={zoom} />
      {shown !== graph && (
        <p>
          {trans.__(
            'Only the nearest %1 of %2 nodes are drawn; the list has all.',
            shown.nodes.length,
            graph.nodes.length
          )}
        </p>
      )}
      {/* The keys are those of the buttons in it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className="jp-openbis-lineage"
        ref={area}
        role="group"
        aria-label={trans.__('Picture of the lineage')}
        aria-describedby={keys}
        onKeyDown={press}
      >
        <div style={{ width: layout.width * factor, height: layout.height * factor }}>
          <div
            className="jp-openbis-lineage-canvas"
            style={{ width: layout.width, height: layout.height, transform: `scale(${factor})` }}
          >
            <Arrows layout={layout} active={active} />
            {[...layout.boxes].map(([key, box]) => (
              <Node
                key={key}
                node={nodes.get(key)!}
                box={box}
                description={descriptions.get(key)!}
                isStart={key === shown.start}
                isActive={key === active}
                onFocus={setActive}
                onOpen={open}
              />
            ))}
          </div>
        </div>
      </div>
      <small id={keys} className="jp-openbis-lineage-keys">
        {trans.__('Arrow keys follow the lines, Enter opens, Ctrl and the wheel zoom.')}
      </small>
    </div>
  );
}

function ZoomButtons({ zoom }: { zoom: Zoom }): JSX.Element {
  const { trans } = useServices();
  return (
    <div className="jp-openbis-viewer-tools" role="group" aria-label={trans.__('Zoom')}>
      <ToolButton label={trans.__('Fit')} onClick={zoom.fit} />
      <ToolButton label={trans.__('100 %')} isOn={zoom.factor === 1} onClick={zoom.reset} />
      <ToolButton label="−" title={trans.__('Zoom out')} onClick={() => zoom.change(-1)} />
      <ToolButton label="+" title={trans.__('Zoom in')} onClick={() => zoom.change(1)} />
      <span role="status">{trans.__('%1 %', formatNumber(Math.round(zoom.factor * 100), trans))}</span>
    </div>
  );
}

/** All arrows; those of one node are drawn again, emphasised. */
const Arrows = memo(({ layout, active }: { layout: Layout; active: string }): JSX.Element => {
  const { arrows, width, height } = layout;
  const all = useMemo(() => arrows.map(each => each.path).join(''), [arrows]);
  const own = arrows.filter(each => each.source === active || each.result === active);
  return (
    <svg width={width} height={height} aria-hidden="true" focusable="false">
      <path d={all} />
      <path d={own.map(each => each.path).join('')} data-active />
    </svg>
  );
});

interface NodeProps {
  node: LineageNode;
  box: Box;
  description: string;
  isStart: boolean;
  isActive: boolean;
  onFocus: (key: string) => void;
  onOpen: (node: LineageNode) => void;
}

const Node = memo(
  ({ node, box, description, isStart, isActive, onFocus, onOpen }: NodeProps): JSX.Element => {
    const { trans } = useServices();
    return (
      <button
        type="button"
        tabIndex={isActive ? 0 : -1}
        aria-label={description}
        aria-current={isStart || undefined}
        title={fullName(node, trans)}
        style={{ insetInlineStart: box.x, top: box.y, width: BOX_WIDTH, height: BOX_HEIGHT }}
        onFocus={() => onFocus(node.key)}
        onClick={() => onOpen(node)}
      >
        <Icon {...iconOfNode(node)} />
        <span>
          <bdi>{titleOfNode(node)}</bdi>
          <small>{noteOfNode(node, trans)}</small>
        </span>
      </button>
    );
  }
);

/** Begin with the start in the middle; stay there while the same graph is shown. */
function useStartInSight(area: React.RefObject<HTMLElement>, { boxes }: Layout, start: string): void {
  useLayoutEffect(() => {
    const box = boxes.get(start);
    if (area.current && box) {
      scrollToMiddle(area.current, box.x + BOX_WIDTH / 2, box.y + BOX_HEIGHT / 2);
    }
  }, [area, boxes, start]);
}

function useStable<T>(work: (value: T) => void): (value: T) => void {
  const latest = useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  return useCallback((value: T) => latest.current(value), []);
}
