import { TranslationBundle } from '@jupyterlab/translation';

import { Kind, SearchKind } from '../../api';
import { NOTEBOOK, Tone } from '../../common/Icon';

/** SVG paths of the icons by kind. */
export const KIND_PATHS: Record<Kind, string> = {
  space: 'M8 1l7 3.5-7 3.5-7-3.5zM3 7.2L8 9.7l5-2.5 2 1-7 3.5-7-3.5zM3 10.7l5 2.5 5-2.5 2 1L8 15.2 1 11.7z',
  project: 'M1.5 3h4.7l1.5 1.5h6.8V13h-13z',
  experiment:
    'M5.5 1.5h5v1.2h-.8v3.7l4 6.7a.9.9 0 0 1-.8 1.4H3.1a.9.9 0 0 1-.8-1.4l4-6.7V2.7h-.8zM7.5 2.7v4L5.9 9.5h4.2L8.5 6.7v-4z',
  sample: 'M4.5 1.5h7v1.3h-.8v9.5a2.7 2.7 0 0 1-5.4 0V2.8h-.8zM6.6 2.8v3.7h2.8V2.8z',
  dataSet:
    'M8 1.5c3 0 5 .9 5 2.1S11 5.7 8 5.7s-5-.9-5-2.1 2-2.1 5-2.1zM3 5.2c1 .9 2.9 1.3 5 1.3s4-.4 5-1.3v3.1c0 1.2-2 2.1-5 2.1s-5-.9-5-2.1zM3 9.9c1 .9 2.9 1.3 5 1.3s4-.4 5-1.3v2.5c0 1.2-2 2.1-5 2.1s-5-.9-5-2.1z'
};

/** Colours of the icons by kind. */
export const KIND_TONES: Partial<Record<Kind, Tone>> = {
  experiment: 'violet',
  sample: 'green',
  dataSet: 'blue'
};

/** Icons of data sets whose type says what they contain, by a part of its code. */
const TYPE_PATHS: [RegExp, string][] = [
  [
    /IMAGE|MICROSCOP|PICTURE|PHOTO/i,
    'M2 2.5h12a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM2.5 4v6.8l3.3-3.6 2.6 2.9 1.9-1.7 3.2 2.9V4zm8 1a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4z'
  ],
  [/NOTEBOOK/i, NOTEBOOK],
  [
    /TABLE|CSV|COUNT|CURVE|MEASUREMENT|RESULT/i,
    'M2 2.5h12a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM2.5 6v2.2h3V6zm4.5 0v2.2h6.5V6zM2.5 9.7V12h3V9.7zm4.5 0V12h6.5V9.7z'
  ]
];

/** Return the SVG path of the icon of an item. */
export function iconPath(kind: Kind, type: string | null | undefined): string {
  const own = kind === 'dataSet' && TYPE_PATHS.find(([part]) => part.test(type ?? ''));
  return own ? own[1] : KIND_PATHS[kind];
}

/** Return the name of a kind in openBIS's terms. */
export function kindName(kind: Kind, trans: TranslationBundle): string {
  const names: Record<Kind, string> = {
    space: trans.__('space'),
    project: trans.__('project'),
    experiment: trans.__('experiment'),
    sample: trans.__('sample'),
    dataSet: trans.__('data set')
  };
  return names[kind];
}

/** The plural of a kind, as a title. */
export function kindTitle(kind: SearchKind, trans: TranslationBundle): string {
  const titles: Record<SearchKind, string> = {
    dataSet: trans.__('Data sets'),
    sample: trans.__('Samples'),
    experiment: trans.__('Experiments'),
    project: trans.__('Projects')
  };
  return titles[kind];
}

/** The label of the row that loads more of a kind. */
export function moreLabel(kind: Kind, loaded: number, total: number, trans: TranslationBundle): string {
  const labels: Record<Kind, string> = {
    space: trans.__('Load more spaces (%1 of %2)', loaded, total),
    project: trans.__('Load more projects (%1 of %2)', loaded, total),
    experiment: trans.__('Load more experiments (%1 of %2)', loaded, total),
    sample: trans.__('Load more samples (%1 of %2)', loaded, total),
    dataSet: trans.__('Load more data sets (%1 of %2)', loaded, total)
  };
  return labels[kind];
}

/** Return the label of a count, e.g. "2 samples". */
export function countLabel(kind: SearchKind, count: number, trans: TranslationBundle): string {
  const words: Record<SearchKind, string> = {
    dataSet: trans._n('%1 data set', '%1 data sets', count),
    sample: trans._n('%1 sample', '%1 samples', count),
    experiment: trans._n('%1 experiment', '%1 experiments', count),
    project: trans._n('%1 project', '%1 projects', count)
  };
  return words[kind];
}

/** Return the message that a search has no results of a kind. */
export function nothingFoundMessage(kind: SearchKind, trans: TranslationBundle): string {
  const words: Record<SearchKind, string> = {
    dataSet: trans.__('No data sets found.'),
    sample: trans.__('No samples found.'),
    experiment: trans.__('No experiments found.'),
    project: trans.__('No projects found.')
  };
  return words[kind];
}
