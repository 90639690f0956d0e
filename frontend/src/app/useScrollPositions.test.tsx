import { fireEvent, render, screen } from '@testing-library/react';
import React, { useRef } from 'react';

import { useScrollPositions } from './useScrollPositions';

function Panel({ view }: { view: string }): JSX.Element {
  const contents = useRef<HTMLDivElement>(null);
  useScrollPositions(contents, view);
  return (
    <div className="jp-openbis-panel" data-testid="panel">
      <div ref={contents}>{view}</div>
    </div>
  );
}

describe('useScrollPositions', () => {
  const { ResizeObserver } = window;

  beforeEach(() => {
    window.ResizeObserver = class {
      observe = () => undefined;
      unobserve = () => undefined;
      disconnect = () => undefined;
    };
  });

  afterEach(() => {
    window.ResizeObserver = ResizeObserver;
  });

  it('restores the position at the input that switched the view, also when its scroll event is late', () => {
    const { rerender } = render(<Panel view="browse" />);
    const panel = screen.getByTestId('panel');
    panel.scrollTop = 2800;
    fireEvent.pointerDown(panel);
    rerender(<Panel view="transfers" />);
    expect(panel.scrollTop).toBe(0);
    rerender(<Panel view="browse" />);
    expect(panel.scrollTop).toBe(2800);
  });
});
