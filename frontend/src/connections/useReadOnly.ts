import { useServices } from '../app/services';
import { useModels } from '../common/models/model';
import { readOnlyReason } from './readOnly';

/** Return why nothing can be changed in openBIS, as a sentence; null if changes are allowed. */
export function useReadOnly(): string | null {
  const { trans, connections } = useServices();
  useModels(connections);
  return readOnlyReason(connections, trans);
}
