import { LineageNode } from '../api';
import { useServices } from '../app/services';
import { LineageStart } from './lineages';
import { kindOf } from './nodeLabels';

/**
 * Return a function that opens a node: the details of a data set or sample in the panel; a notebook as the file browser
 * does.
 *
 * @param onLeave Called before: what covers the panel is closed.
 */
export function useNodeOpening(
  { connection, subject }: LineageStart,
  onLeave: () => void
): (node: LineageNode) => void {
  const { browsing, connections, host, navigation } = useServices();
  return node => {
    const kind = kindOf(node);
    onLeave();
    if (kind === null) {
      void (subject.kind === 'notebook' && host.openFile(subject.path));
      return;
    }
    if (connections.current?.name !== connection) {
      connections.choose(connection);
    }
    browsing.showDetailsIn(connections.current, { kind, permId: node.key });
    navigation.showTab('browse');
    host.showPanel();
  };
}
