import { Connection } from '../api';
import { useServices } from '../app/services';
import { Target } from './keptDrafts';

/** Return a function that returns the connection of a target; null if it was removed. */
export function useConnections(): (target: Target) => Connection | null {
  const { connections } = useServices();
  return ({ connection }) => connections.all?.find(each => each.name === connection) ?? null;
}
