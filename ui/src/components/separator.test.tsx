import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useState } from 'react';
import { Separator } from './Separator';

function Pane({ onLeft }: { onLeft(width: number): void }) {
  const [width, setWidth] = useState(372);
  return (
    <div id="pane">
      <Separator
        label="Width"
        controls="pane"
        edge="left"
        width={width}
        least={320}
        most={560}
        usual={372}
        onDrag={setWidth}
        onLeft={onLeft}
      />
    </div>
  );
}

test('the arrow keys move the edge by steps, never past its ends, and it is kept at every press', () => {
  const kept: number[] = [];
  render(<Pane onLeft={(width) => kept.push(width)} />);
  const edge = screen.getByRole('separator', { name: 'Width' });
  const press = (key: string, shiftKey = false) => fireEvent.keyDown(edge, { key, shiftKey });
  press('ArrowLeft');
  press('ArrowRight', true);
  press('End');
  press('ArrowLeft');
  press('Enter');
  expect(kept).toEqual([388, 324, 560, 560, 372]);
  expect(edge.getAttribute('aria-valuenow')).toBe('372');
});

test('a drag shows every width on its way and keeps the one where it was left', () => {
  const kept: number[] = [];
  Element.prototype.setPointerCapture ??= () => undefined;
  render(<Pane onLeft={(width) => kept.push(width)} />);
  const edge = screen.getByRole('separator', { name: 'Width' });
  fireEvent.pointerDown(edge, { button: 0, clientX: 900, pointerId: 1 });
  fireEvent.pointerMove(edge, { clientX: 860 });
  expect(edge.getAttribute('aria-valuenow')).toBe('412');
  fireEvent.pointerMove(edge, { clientX: 850 });
  expect(kept).toEqual([]);
  fireEvent.pointerUp(edge);
  expect(kept).toEqual([422]);
});
