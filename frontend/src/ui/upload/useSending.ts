import { useEffect, useRef, useState } from 'react';

import { ApiError, Job, TransfersApi, UploadPlan } from '../../api';
import { Draft, Drafts, Place } from '../../state/drafts';
import { Sendings } from '../../state/sendings';
import { isActive } from '../../state/transfers';
import { useAction } from '../common/useAction';

/** How a draft is sent. All may throw. */
export interface Way<T extends Draft> {
  /** Make what is sent besides, before it is looked at. */
  prepare?: () => Promise<unknown>;
  /** Save what was changed since: the server sends files as they are on the disk. */
  save: () => Promise<unknown>;
  /** Ask the server what would be sent; nothing is. */
  plan: (draft: T, place: Place) => Promise<UploadPlan>;
  start: (api: TransfersApi, key: string, draft: T, place: Place) => Promise<Job>;
  /** Called when the job has begun and the user is still there. */
  onSent?: () => void;
}

export interface SendingState {
  isBusy: boolean;
  error: ApiError | null;
  /** What will be sent; null as long as that was not asked for, and again when something was changed since. */
  plan: UploadPlan | null;
  /** Whether the draft, as it stands, is being sent. */
  isSent: boolean;
  /** Find out what is wrong, and what would be sent. */
  check: () => Promise<void>;
  send: () => Promise<void>;
  /** Forget the plan. */
  reconsider: () => void;
}

/** First looks what would be sent, so that nothing moves before everything is right; then sends it. */
export function useSending<T extends Draft>(
  drafts: Drafts<T>,
  sendings: Sendings<T>,
  way: Way<T>
): SendingState {
  const [planned, setPlanned] = useState<{ draft: T; plan: UploadPlan } | null>(null);
  const { isBusy, error, run } = useAction();
  const { draft, place } = drafts;
  const job = sendings.jobOf(draft);
  const isHere = useIsHere();

  const check = async () => {
    await run(async () => {
      setPlanned(null);
      await way.prepare?.();
      await way.save();
      const plan = await way.plan(draft, place);
      setPlanned({ draft, plan });
    });
  };
  const send = async () => {
    const isSent = await run(async () => {
      await way.save();
      await sendings.send(draft, place, (api, key) => way.start(api, key, draft, place));
      setPlanned(null);
    });
    if (isSent && isHere.current) {
      way.onSent?.();
    }
  };
  return {
    isBusy,
    error: error ?? sendings.problemOf(draft),
    plan: planned?.draft === draft ? planned.plan : null,
    isSent: job !== null && isActive(job),
    check,
    send,
    reconsider: () => setPlanned(null)
  };
}

/** Whether the component is still on the screen. */
function useIsHere(): React.RefObject<boolean> {
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  return isHere;
}

/** Go to the first field that has a problem. */
export function useFocusOnProblem(form: React.RefObject<HTMLElement>, error: ApiError | null): void {
  useEffect(() => {
    if (error) {
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid]')?.focus();
    }
  }, [form, error]);
}

/**
 * Browsers keep to themselves what is typed into a date as long as it is no date; without this it would count as empty.
 * Returns whether there is nothing of that kind; else the browser says what is missing.
 */
export function areDatesComplete(form: HTMLFormElement | null): boolean {
  const inputs = Array.from(form?.querySelectorAll('input') ?? []);
  return inputs.find(input => input.validity.badInput)?.reportValidity() ?? true;
}
