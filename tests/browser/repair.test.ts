import { expect, test, vi } from 'vitest';
import { expectAccessible, takePictures } from '#tests/support/looking.ts';
import { repairScript } from '#tests/support/repair-script.ts';
import { scriptedModels } from '#tests/support/scripted-model.ts';
import { studioInBrowser } from '#tests/support/studio-in-browser.ts';

// What a person sees of an app that the crew could not make right.
vi.stubEnv('CHROMIUM_PATH', 'none');
const { page, owner, projectId, complaints } = await studioInBrowser(scriptedModels(repairScript(['idle filter', 'throwing button', 'throwing button'])));

test('a run that could not be mended asks for attention with the criteria, the repairs and the console', async () => {
  const chatId = (await owner.post<{ id: string }>(`/api/projects/${projectId}/chats`, {})).body.id;
  await page.goto(`/projects/${projectId}/chats/${chatId}`);
  await page.getByRole('switch', { name: 'Plan first' }).uncheck({ force: true });
  await page.getByLabel('Message to the crew').fill('Build a loan tracker');
  await page.keyboard.press('Enter');
  const note = page.getByRole('note').filter({ hasText: 'acceptance criteria' });
  await note.waitFor({ timeout: 120_000 });
  await note.getByText('A loan can be added and is there after a reload.').waitFor();
  await takePictures(page, 'needs-attention');
  await note.getByText('2 repairs were tried').click();
  await note.getByText(/^Round 1 of 3, about: The list can be narrowed/).waitFor();
  await note.getByText(/line(s)? of the console/).click();
  await note.getByText('saving is broken').last().waitFor();
  await expectAccessible(page, 'needs attention');
  await takePictures(page, 'needs-attention-open');
}, 180_000);

test('the finding of the quality agent shows each criterion with its outcome', async () => {
  await page.getByRole('tab', { name: 'Documents' }).click();
  await page.getByRole('region', { name: 'App' }).getByRole('button', { name: /quality/i }).first().click();
  await page.getByText('All loans are listed.').first().waitFor();
  await expectAccessible(page, 'finding');
  await takePictures(page, 'finding');
  expect(complaints).toEqual([]);
});
