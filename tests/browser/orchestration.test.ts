import { expect, test } from 'vitest';
import { agentLimits } from '#server/agents/runs/limits.ts';
import { loanScript } from '#tests/support/loan-script.ts';
import { expectAccessible, takePictures } from '#tests/support/looking.ts';
import { scriptedModels } from '#tests/support/scripted-model.ts';
import { studioInBrowser } from '#tests/support/studio-in-browser.ts';

// A person and the crew that asks: the tests build on each other, in this order.
const heard = new Set<string>();
let holdArchitect = true;

const models = scriptedModels(async (around, round, told) => {
  for (const words of told ?? []) heard.add(words);
  if (around.agent === 'requirements' && around.phase === 'work' && round === 0) {
    return { calls: [{ tool: 'ask_person', input: { questions: [
      { text: 'Who lends things out?', kind: 'choice', options: ['Everybody in the team', 'One person at a desk'] },
      { text: 'What should be seen at a glance?', kind: 'choices', options: ['Overdue loans', 'Free items', 'Who has most'] },
      { text: 'Is there anything that must never happen?', kind: 'text' },
    ] } }] };
  }
  if (around.agent === 'architect' && around.phase === 'work') {
    while (holdArchitect) await new Promise((wake) => setTimeout(wake, 50));
  }
  return loanScript(around, around.agent === 'requirements' ? round - 1 : round, told);
}, { pauseMs: 1 });

agentLimits.rounds.coder = 2;
const { page, owner, projectId, complaints } = await studioInBrowser(models);
const chatId = (await owner.post<{ id: string }>(`/api/projects/${projectId}/chats`, {})).body.id;
await owner.post(`/api/chats/${chatId}/messages`, { text: 'Build a loan tracker' });

const form = (name: string | RegExp) => page.getByRole('form', { name });
const button = (name: string | RegExp) => page.getByRole('button', { name });

test('the plan waits for the person, who moves, rewords and takes out steps by keyboard', async () => {
  await page.goto(`/projects/${projectId}/chats/${chatId}`);
  const plan = form('The plan for Loan tracker');
  await plan.waitFor();
  await page.getByText('Plan first').waitFor();
  await expectAccessible(page, 'plan');
  await takePictures(page, 'plan');
  await plan.getByLabel('Designer', { exact: true }).press('Alt+ArrowUp');
  await expect.poll(() => plan.getByRole('textbox').evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value.split(' ').at(-1)))).toEqual(
    ['requirements', 'designer', 'architect', 'coder', 'scanning', 'data-validation', 'quality']);
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.value)).toBe('Work on the loans as designer');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Keep it plain');
  await button('Take out Scanning').focus();
  await page.keyboard.press('Enter');
  await button('Begin').focus();
  await page.keyboard.press('Enter');
  await plan.waitFor({ state: 'detached' });
});

test('an agent asks, and is answered by keyboard after a reload', async () => {
  const questions = form('Requirements has 3 questions');
  await questions.waitFor();
  await button('Waiting for you').waitFor();
  await page.reload();
  await questions.waitFor();
  await expectAccessible(page, 'questions');
  await takePictures(page, 'questions');
  await questions.getByRole('radio', { name: 'Everybody in the team' }).focus();
  await page.keyboard.press('Space');
  await questions.getByRole('checkbox', { name: 'Overdue loans' }).focus();
  await page.keyboard.press('Space');
  await questions.getByRole('textbox').fill('A lost item');
  await questions.getByRole('button', { name: 'Answer', exact: true }).click();
  await questions.waitFor({ state: 'detached' });
  await page.getByText('A lost item').waitFor();
});

test('agents work at the same time, and words reach the crew at work', async () => {
  const atOnce = page.getByRole('list', { name: 'At the same time' }).first();
  await atOnce.getByRole('button', { name: /^Architect.*at work/ }).waitFor();
  await page.getByText('Steer', { exact: true }).click();
  await page.getByLabel('Message to the crew').fill('Make it plum');
  await page.keyboard.press('Enter');
  await page.getByText('while working').waitFor();
  await expectAccessible(page, 'at work');
  await takePictures(page, 'at-work');
  holdArchitect = false;
});

test('a limit pauses the crew with its reason; stopping there keeps the work, and the crew can go on from it', async () => {
  const limit = form('The crew has paused');
  await limit.waitFor();
  await page.getByText('The coder agent was not done after 2 rounds.', { exact: false }).first().waitFor();
  await expectAccessible(page, 'limit');
  await takePictures(page, 'limit');
  await limit.getByRole('button', { name: 'Stop here' }).click();
  await page.getByText('You let the crew stop here.', { exact: false }).first().waitFor();
  expect([...heard].some((words) => words.includes('Make it plum'))).toBe(true);
  await button('Go on at Coder').waitFor();
  await page.getByRole('tab', { name: 'Versions' }).click();
  await page.getByText('Stopped: partial work').waitFor();
  await page.getByText('Partial', { exact: true }).waitFor();
  await expectAccessible(page, 'stopped');
  await takePictures(page, 'stopped');
  agentLimits.rounds.coder = 60;
  await button('Go on at Coder').click();
  await page.getByText('again, from Coder').waitFor();
  await page.getByText('The loan tracker is ready to use.').first().waitFor({ timeout: 60_000 });
  await page.getByText('Partial', { exact: true }).waitFor();
  await takePictures(page, 'went-on');
});

test('a message leads to a copy of the chat', async () => {
  await page.getByRole('button', { name: 'Menu of this message' }).last().click();
  await page.getByRole('menuitem', { name: 'Go on from here in a new chat' }).click();
  await page.getByRole('heading', { name: /\(copy\)/ }).waitFor();
  await page.getByText('The loan tracker is ready to use.').first().waitFor();
  await page.getByRole('tab', { name: 'Versions' }).click();
  await page.getByRole('heading', { name: 'Version 1' }).waitFor();
  await takePictures(page, 'copy');
  expect(complaints).toEqual([]);
});
