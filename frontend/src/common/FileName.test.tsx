import { render } from '@testing-library/react';
import React from 'react';

import { FileName } from './FileName';

const partsOf = (name: string) => {
  const { container } = render(<FileName name={name} />);
  return Array.from(container.firstElementChild!.children, each => each.textContent);
};

describe('FileName', () => {
  it('shows the end with the extension', () => {
    expect(partsOf(`${'l'.repeat(200)}_007.csv`)).toEqual(['l'.repeat(200), '_007.csv']);
  });

  it('does not cut short names and right-to-left scripts', () => {
    expect(partsOf('a.csv')).toEqual(['a.csv']);
    expect(partsOf('קובץ-מדידות-ארוך-מאוד.csv')).toHaveLength(1);
  });

  it('does not split characters', () => {
    expect(partsOf('measurements-é👩‍🔬e\u0301x.png')).toEqual(['measurements-', 'é👩‍🔬e\u0301x.png']);
  });
});
