import React, { useEffect, useRef, useState } from 'react';

import { Job } from '../api';
import { useServices } from '../app/services';
import { useModels } from '../common/models/model';
import { completionMessage, kindLabel, subjectLabel } from './labels';
import { isActive } from './transfers';

/** Announces the start and end of transfers to screen readers, not their progress. */
export function LiveRegion(): JSX.Element {
  const { trans, transfers } = useServices();
  useModels(transfers);
  const active = useRef(new Set<string>());
  const [words, setWords] = useState('');
  const { jobs } = transfers;
  useEffect(() => {
    const before = active.current;
    active.current = new Set(transfers.running.map(job => job.id));
    const began = (job: Job) => active.current.has(job.id) && !before.has(job.id);
    const ended = (job: Job) => before.has(job.id) && !isActive(job);
    const announcements = [
      ...(jobs ?? []).filter(began).map(job => `${kindLabel(job, trans)}: ${subjectLabel(job, trans)}.`),
      ...(jobs ?? []).filter(ended).map(job => completionMessage(job, trans))
    ];
    if (announcements.length) {
      setWords(announcements.join(' '));
    }
  }, [jobs, transfers, trans]);
  return (
    <div role="status" className="jp-openbis-spoken">
      {words}
    </div>
  );
}
