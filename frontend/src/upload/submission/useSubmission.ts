import { useEffect, useRef, useState } from 'react';

import { ApiError, Job, TransfersApi, UploadPlan } from '../../api';
import { useAction } from '../../common/hooks/useAction';
import { isActive } from '../../transfers/transfers';
import { Draft, Drafts, DraftKey } from './drafts';
import { Submissions } from './submissions';

/** A wait that the user can end. */
export interface Waiting {
  /** Aborted when the user cancels. */
  signal: AbortSignal;
  /** Called with what is waited for, as a sentence; null at the end. */
  onWait: (reason: string | null) => void;
}

/** Callbacks that submit a draft. All may throw. */
export interface SubmitHandlers<T extends Draft, P> {
  /** Create additional files before the plan. */
  prepare?: (waiting: Waiting) => Promise<unknown>;
  /** Save unsaved changes: the server sends files as they are on the disk. */
  save: () => Promise<unknown>;
  /** Request the plan; nothing is sent. */
  plan: (draft: T, draftKey: DraftKey) => Promise<P>;
  /** Start the job; `plan` is the one that the user has seen. */
  start: (api: TransfersApi, key: string, draft: T, draftKey: DraftKey, plan: P | null) => Promise<Job>;
  /** Called when the job has started and the form is still shown. */
  onSubmitted?: () => void;
}

export interface SubmissionState<P = UploadPlan> {
  isBusy: boolean;
  error: ApiError | null;
  /** The plan of the current draft; null if it was not requested, or the draft has changed since. */
  plan: P | null;
  /** Whether the unchanged draft is being sent. */
  isSubmitted: boolean;
  /** What the check waits for, as a sentence; the user can cancel that. */
  waitsFor?: string | null;
  cancel?: () => void;
  /** Validate, and load the plan. */
  check: () => Promise<void>;
  submit: () => Promise<void>;
  /** Forget the plan. */
  edit: () => void;
}

/** Submit a draft in two steps: first a dry run that validates and shows what would be sent, then the upload. */
export function useSubmission<T extends Draft, P>(
  drafts: Drafts<T>,
  submissions: Submissions<T>,
  handlers: SubmitHandlers<T, P>
): SubmissionState<P> {
  const [planned, setPlanned] = useState<{ draft: T; plan: P } | null>(null);
  const { isBusy, error, run } = useAction();
  const [waitsFor, setWaitsFor] = useState<string | null>(null);
  const abort = useRef(new AbortController());
  const { draft, draftKey } = drafts;
  const job = submissions.jobOf(draft);
  const isMounted = useIsMounted();
  const plan = planned?.draft === draft ? planned.plan : null;

  const check = async () => {
    await run(async () => {
      setPlanned(null);
      abort.current = new AbortController();
      await handlers
        .prepare?.({ signal: abort.current.signal, onWait: setWaitsFor })
        .finally(() => setWaitsFor(null));
      await handlers.save();
      setPlanned({ draft, plan: await handlers.plan(draft, draftKey) });
    });
  };
  const submit = async () => {
    const isSubmitted = await run(async () => {
      await handlers.save();
      await submissions.submit(draft, draftKey, (api, key) =>
        handlers.start(api, key, draft, draftKey, plan)
      );
      setPlanned(null);
    });
    if (isSubmitted && isMounted.current) {
      handlers.onSubmitted?.();
    }
  };
  return {
    isBusy,
    error: error ?? submissions.problemOf(draft),
    plan,
    isSubmitted: job !== null && isActive(job),
    waitsFor,
    cancel: () => abort.current.abort(),
    check,
    submit,
    edit: () => setPlanned(null)
  };
}

/** Whether the component is mounted. */
function useIsMounted(): React.RefObject<boolean> {
  const isMounted = useRef(true);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  return isMounted;
}

/** Focus the first field with a problem. */
export function useFocusOnProblem(form: React.RefObject<HTMLElement>, error: ApiError | null): void {
  useEffect(() => {
    if (error) {
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid]')?.focus();
    }
  }, [form, error]);
}

/**
 * Return whether no date is incomplete; else the browser reports it. Browsers hide incomplete dates from scripts, so that they
 * would count as empty.
 */
export function areDatesComplete(form: HTMLFormElement | null): boolean {
  const inputs = Array.from(form?.querySelectorAll('input') ?? []);
  return inputs.find(input => input.validity.badInput)?.reportValidity() ?? true;
}
