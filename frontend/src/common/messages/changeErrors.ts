import { ANY, Sentence, sentence } from './sentences';

/** Errors of changes in openBIS, by code. Without a sentence, the server's own text is shown: it is openBIS's. */
export const CHANGE_ERRORS: Record<string, Sentence[]> = {
  'invalid-fields': [],
  'invalid-change': [],
  'read-only': [
    sentence(ANY, trans =>
      trans.__('This server only reads from openBIS: changes and uploads are switched off.')
    )
  ],
  'changed-meanwhile': [
    sentence(
      /^(.*) was changed by (.*?)(?: at \S+)?(?: \([^()]*\))?\. This was kept, .*$/s,
      (trans, what, user) =>
        trans.__(
          '%1 was changed by %2 meanwhile. Nothing was changed now; check it, and try again.',
          what,
          user
        )
    )
  ],
  'change-failed': [
    sentence(/^openBIS refuses: (.*)$/s, (trans, reason) => trans.__('openBIS refuses this: %1', reason))
  ],
  'change-unconfirmed': [
    sentence(ANY, trans =>
      trans.__(
        'openBIS did not confirm this. It may have been done all the same: check it before you repeat it.'
      )
    )
  ],
  'unarchiving-failed': [
    sentence(/^data set (\S+) did not come back from the archive: .*$/s, (trans, permId) =>
      trans.__('Data set %1 did not come back from the archive. Ask your openBIS administrators.', permId)
    )
  ]
};
