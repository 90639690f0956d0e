import React, { useEffect, useRef, useState } from 'react';

import { Job } from '../../api';
import { useModels } from '../../state/model';
import { isActive } from '../../state/transfers';
import { useServices } from '../services';
import { endInWords, kindInWords, subjectOf } from './words';

/** Tells screen readers when transfers begin and end; what happens between would only be noise. */
export function Spoken(): JSX.Element {
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
    const told = [
      ...(jobs ?? []).filter(began).map(job => `${kindInWords(job, trans)}: ${subjectOf(job, trans)}.`),
      ...(jobs ?? []).filter(ended).map(job => endInWords(job, trans))
    ];
    if (told.length) {
      setWords(told.join(' '));
    }
  }, [jobs, transfers, trans]);
  return (
    <div role="status" className="jp-openbis-spoken">
      {words}
    </div>
  );
}
