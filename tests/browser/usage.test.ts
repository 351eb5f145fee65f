import { expect, test } from 'vitest';
import { setPrices } from '#server/billing/index.ts';
import { loanScript } from '#tests/support/loan-script.ts';
import { expectAccessible, takePictures } from '#tests/support/looking.ts';
import { scriptedModels } from '#tests/support/scripted-model.ts';
import { studioInBrowser } from '#tests/support/studio-in-browser.ts';

let open: () => void = () => undefined;
const gate = new Promise<void>((resolve) => { open = resolve; });
// The scanner waits until the test has looked at the run at work.
const { studio, page, workspaceId, projectId, complaints } = await studioInBrowser(scriptedModels(async (context, round) => {
  if (context.agent === 'scanning') await gate;
  return { ...loanScript(context, round), usage: { input: 9000, cached: 4000, output: 1500, reasoning: 300 } };
}));
setPrices((model) => (model.startsWith('scripted') ? { inputPerMillion: 3, cachedPerMillion: 0.3, outputPerMillion: 15 } : null));

test('before it is sent, the composer says what an app will roughly take and what is left', async () => {
  await page.goto(`/projects/${projectId}`);
  await page.getByText(/about 74–150 k tokens \(≈ \$\d/).waitFor();
  await page.getByText('1 M left').waitFor();
  await expectAccessible(page, 'home');
  await takePictures(page, 'home-meter');
});

test('while the crew works the composer counts, and the details show every call', async () => {
  await page.getByLabel('Describe the app you need').fill('Build a loan tracker');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: /^\d+.* k tokens · \$\d/ }).waitFor();
  await takePictures(page, 'at-work-meter');
  await page.getByRole('button', { name: 'Details' }).click();
  const details = page.getByRole('dialog', { name: 'Details of the run' });
  await details.getByRole('row', { name: /Coder publish_version .* done/ }).waitFor();
  await details.getByText('2 files touched').waitFor();
  await expectAccessible(page, 'details');
  await takePictures(page, 'run-details');
  await page.keyboard.press('Escape');
  open();
  await page.getByText('9 agents').or(page.getByText('8 agents')).first().waitFor({ timeout: 60_000 });
}, 120_000);

test('the page of usage shows who used what, and lets an owner set a cap', async () => {
  await page.goto(`/workspaces/${workspaceId}/usage`);
  await page.getByRole('heading', { name: 'Usage of Lab' }).waitFor();
  await page.getByRole('row', { name: /^Coder 42,000/ }).waitFor();
  await page.getByText('There are no caps').waitFor();
  await expectAccessible(page, 'usage');
  await takePictures(page, 'usage');
  await page.getByRole('button', { name: 'Set a cap' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Give a number here, or for a run.').waitFor();
  await page.getByLabel('For').selectOption({ label: 'Project: Tools' });
  await page.getByLabel('Tokens a run').fill('200,000');
  await expectAccessible(page, 'cap');
  await takePictures(page, 'usage-cap');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('row', { name: /^Tools 200,000 no cap/ }).waitFor();
  expect(await studio.sql('select per_run, per_month from token_caps')).toEqual([{ per_run: '200000', per_month: null }]);
});

test('with little left the composer warns, and with nothing left a run ends with the next action', async () => {
  await studio.sql('update workspace_subscriptions set base_token_limit = period_tokens_used + 9000 where workspace_id = $1', [workspaceId]);
  await page.goto(`/projects/${projectId}`);
  await page.locator('[data-tone="warn"]', { hasText: '9 k left' }).waitFor();
  await studio.sql('update workspace_subscriptions set base_token_limit = period_tokens_used where workspace_id = $1', [workspaceId]);
  await page.getByLabel('Describe the app you need').fill('Build a loan tracker');
  await page.keyboard.press('Enter');
  await page.getByText('The workspace has no tokens left for this.').first().waitFor();
  await page.getByText('No tokens left', { exact: true }).waitFor();
  await expectAccessible(page, 'nothing left');
  await takePictures(page, 'nothing-left');
  expect(complaints).toEqual([]);
});
