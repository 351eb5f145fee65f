import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Nothing serious stands in the way of whoever cannot see the page or use a mouse. Apps in frames are not ours. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([]);
}

const wideAndNarrow = [[1440, 900], [390, 844]] as const;

/**
 * For whoever looks at the pages: into the folder that PICTURES names, in light and dark, wide and narrow. The layouts
 * differ, so that what is open or not saved is lost on the way between them: `sizes` can be none, for the size at hand.
 */
export async function takePictures(page: Page, name: string, sizes: readonly (readonly [number, number])[] = wideAndNarrow): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  const before = page.viewportSize()!;
  for (const [width, height] of sizes.length > 0 ? sizes : [[before.width, before.height] as const]) {
    if (sizes.length > 0) await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // Colours fade from one scheme to the other.
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png` });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (sizes.length > 0) await page.setViewportSize(before);
}
