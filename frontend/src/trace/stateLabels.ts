import { TranslationBundle } from '@jupyterlab/translation';

import { READABLE_STATUSES, TracedCopy, TracedDataSet } from '../api';
import { formatDateTime, formatTime } from '../common/messages/format';
import { Verified } from './verifications';

/** A state of a data set, as a sentence; `isWarning`: the user may have to act. */
export interface StateLabel {
  text: string;
  isWarning: boolean;
}

/** Return the states of a data set that a notebook has used. */
export function usedStates(
  traced: TracedDataSet,
  verified: Verified | null,
  trans: TranslationBundle
): StateLabel[] {
  const copy = traced.copy ? [copyState(traced.copy, verified, trans)] : [];
  return [...copy, ...changeStates(traced, trans), ...archiveStates(traced, trans)];
}

/** Return the states of a data set that a notebook has produced. */
export function producedStates(traced: TracedDataSet, trans: TranslationBundle): StateLabel[] {
  const registered = traced.kind === 'dataSet' && traced.dataSet?.registrationDate;
  const published = registered ? [info(trans.__('Published %1', registered))] : [];
  return [...published, ...changeStates(traced, trans), ...archiveStates(traced, trans)];
}

/** Return the state of a data set that openBIS does not show. */
export function notVisibleState(trans: TranslationBundle): StateLabel {
  return warning(trans.__('Not in this openBIS, or no access'));
}

function copyState(copy: TracedCopy, verified: Verified | null, trans: TranslationBundle): StateLabel {
  const { state, missingFiles, downloaded } = copy;
  if (state === 'missing') {
    return warning(trans.__('Not on disk'));
  }
  if (state === 'incomplete') {
    return warning(
      missingFiles
        ? trans._n('%1 file is missing', '%1 files are missing', missingFiles)
        : trans.__('Download not finished')
    );
  }
  if (verified) {
    return verifiedState(verified, trans);
  }
  return info(
    downloaded ? trans.__('On disk since %1', formatDateTime(downloaded, trans)) : trans.__('On disk')
  );
}

function verifiedState({ ok, wrong, unverified, when }: Verified, trans: TranslationBundle): StateLabel {
  const time = formatTime(when, trans);
  if (ok) {
    return info(trans.__('On disk, verified %1', time));
  }
  return wrong
    ? warning(trans._n('%1 file differs (verified %2)', '%1 files differ (verified %2)', wrong, time))
    : info(trans._n('%1 file has no checksum (%2)', '%1 files have no checksum (%2)', unverified, time));
}

function changeStates({ changedFiles, newer }: TracedDataSet, trans: TranslationBundle): StateLabel[] {
  const changed = changedFiles
    ? [warning(trans._n('%1 file has changed in openBIS', '%1 files have changed in openBIS', changedFiles))]
    : [];
  return newer ? [...changed, warning(trans.__('There is a newer version'))] : changed;
}

function archiveStates({ dataSet }: TracedDataSet, trans: TranslationBundle): StateLabel[] {
  const status = dataSet?.status;
  return status && !READABLE_STATUSES.includes(status) ? [info(trans.__('Archived in openBIS'))] : [];
}

function info(text: string): StateLabel {
  return { text, isWarning: false };
}

function warning(text: string): StateLabel {
  return { text, isWarning: true };
}
