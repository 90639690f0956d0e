import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';

import { HeightHandle } from './HeightHandle';

function Pane(): JSX.Element {
  const [height, setHeight] = useState(40);
  return (
    <div className="whole">
      <HeightHandle label="Height" height={height} min={15} max={75} onChange={setHeight} of=".whole" />
    </div>
  );
}

test('the height is changed by keys within its limits', async () => {
  render(<Pane />);
  const handle = screen.getByRole('separator', { name: 'Height' });
  handle.focus();
  const height = () => handle.getAttribute('aria-valuenow');
  await userEvent.keyboard('{ArrowUp}');
  expect(height()).toBe('45');
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(height()).toBe('35');
  await userEvent.keyboard('{End}{ArrowUp}');
  expect(height()).toBe('75');
  await userEvent.keyboard('{Home}{ArrowDown}');
  expect(height()).toBe('15');
});

test('the height is changed by dragging the handle', () => {
  render(<Pane />);
  const handle = screen.getByRole('separator', { name: 'Height' });
  Object.defineProperty(handle.parentElement, 'clientHeight', { value: 500 });
  const point = (type: string, clientY: number) =>
    fireEvent(handle, new MouseEvent(type, { clientY, bubbles: true })); // jsdom has no PointerEvent
  point('pointerdown', 300);
  point('pointermove', 250);
  expect(handle).toHaveAttribute('aria-valuenow', '50');
  point('pointerup', 250);
  point('pointermove', 100);
  expect(handle).toHaveAttribute('aria-valuenow', '50');
});
