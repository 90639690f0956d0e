import { useState } from 'react';

import { useAction } from '../common/hooks/useAction';
import { SubmissionState } from '../upload/submission/useSubmission';

/** Callbacks that check and make a change. Both may throw. */
interface ReviewedHandlers<D, P> {
  /** Request the plan; nothing is changed. */
  plan: (draft: D) => Promise<P>;
  /** Make the change; `plan` is the one that the user has seen. */
  apply: (draft: D, plan: P) => Promise<void>;
}

/** Send a draft in two steps: first a dry run that shows what would change, then the change. */
export function useReviewed<D, P>(
  draft: D,
  handlers: ReviewedHandlers<D, P>
): SubmissionState<P> & { reset: () => void } {
  const [planned, setPlanned] = useState<{ draft: D; plan: P } | null>(null);
  const { isBusy, error, run, reset } = useAction();
  const plan = planned?.draft === draft ? planned.plan : null;
  const check = async () => {
    await run(async () => {
      setPlanned(null);
      setPlanned({ draft, plan: await handlers.plan(draft) });
    });
  };
  const submit = async () => {
    await run(async () => {
      if (plan) {
        setPlanned(null); // after an error, the plan is outdated
        await handlers.apply(draft, plan);
      }
    });
  };
  return { isBusy, error, plan, isSubmitted: false, check, submit, edit: () => setPlanned(null), reset };
}
