import axe from 'axe-core';
import { expect } from 'vitest';

/** No serious or critical violation. Off in jsdom: color-contrast, which needs layout and computed colours. */
export async function expectNoViolation(within: axe.ElementContext = document.body): Promise<void> {
  const { violations } = await axe.run(within, {
    rules: { 'color-contrast': { enabled: false } },
  });
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`);
  expect(grave).toEqual([]);
}
