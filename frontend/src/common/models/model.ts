import { ISignal, Signal } from '@lumino/signaling';
import { useEffect, useReducer } from 'react';

/** A model that emits a signal when it changes. */
export class Model {
  private readonly _changed = new Signal<this, void>(this);

  /** Emitted after every change. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  protected emitChanged(): void {
    this._changed.emit();
  }
}

/** Draw a component again whenever one of the models changes. */
export function useModels(...models: Model[]): void {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    models.forEach(model => model.changed.connect(again));
    return () => models.forEach(model => model.changed.disconnect(again));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the models are the dependencies
  }, models);
}
