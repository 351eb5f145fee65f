import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from '#tests/support/chromium.ts';
import { report, timed } from './figures.ts';
import { startServer } from './server.ts';

const prompts = [
  'Build a visitor log: visitor, host, company, arrival date, badge returned or not. Show visitors without a returned badge in orange.',
  'Track greenhouse plantings with crop, bed, sowing date, status (sown, growing, harvested) and yield in kg; chart yield per crop.',
  'A help desk with tickets: subject, requester, priority (low, medium, high), status (open, waiting, solved). Show tickets as a board.',
];

/** From a message to the first event, from a prompt to a usable app in a real browser, from an edit to the refreshed preview. */
export async function run(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'ninefold-bench-'));
  const server = await startServer({ home, port: 4310 });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, baseURL: server.url });
    await page.goto('/');
    const { cookie, projectId } = await signUp(server.url);
    await page.context().addCookies(cookie.split('; ').map((pair) => {
      const [name, ...value] = pair.split('=');
      return { name: name!, value: value.join('='), url: server.url };
    }));
    await sendAndWaitForEvent(server.url, cookie, projectId); // Warms what the first request ever compiles.

    const roundTrips: number[] = [];
    const firstEvents: number[] = [];
    for (let n = 0; n < 9; n++) {
      roundTrips.push((await timed(() => fetch(`${server.url}/api/me`, { headers: { cookie } }))).ms);
      firstEvents.push(await sendAndWaitForEvent(server.url, cookie, projectId));
    }
    report('reference: one signed-in GET', roundTrips, 'ms');
    report('message accepted to first event of the crew', firstEvents, 'ms');

    const visible: number[] = [];
    const refreshed: number[] = [];
    for (const prompt of prompts) {
      await page.goto(`/projects/${projectId}`);
      visible.push(await ask(page, prompt, 1));
      await page.getByText('Done', { exact: true }).first().waitFor();
      refreshed.push(await ask(page, 'add a remark field', 2));
    }
    report('prompt to app visible in Chromium', visible.map((ms) => ms / 1000), 's');
    report('follow-up to the new version on screen', refreshed.map((ms) => ms / 1000), 's');
  } finally {
    await browser.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Milliseconds until the version's app stands in the front frame, drawn and usable. */
async function ask(page: Page, prompt: string, version: number): Promise<number> {
  const box = page.getByRole('textbox').first();
  await box.fill(prompt);
  const { ms } = await timed(async () => {
    await box.press('Enter');
    await page.getByText(`Version ${version}`, { exact: true }).first().waitFor({ timeout: 60_000 });
    await page.locator('iframe').nth(1).waitFor({ state: 'detached', timeout: 60_000 });
    await page.frameLocator('iframe').getByRole('button', { name: /^Add / }).first().waitFor({ timeout: 60_000 });
  });
  return ms;
}

async function signUp(url: string): Promise<{ cookie: string; projectId: string }> {
  const body = JSON.stringify({ name: 'Bench', email: 'bench@example.com', password: 'a long enough passphrase' });
  const response = await fetch(`${url}/api/auth/sign-up/email`, { method: 'POST', body, headers: { 'content-type': 'application/json', origin: url } });
  if (!response.ok) throw new Error(`Sign-up answered ${response.status}: ${await response.text()}`);
  const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const me = (await (await fetch(`${url}/api/me`, { headers: { cookie } })).json()) as { personalProjectId: string };
  return { cookie, projectId: me.personalProjectId };
}

/** Milliseconds from the 202 to the first event that the crew itself wrote (not the echo of the message). */
async function sendAndWaitForEvent(url: string, cookie: string, projectId: string): Promise<number> {
  const headers = { cookie, origin: url, 'content-type': 'application/json' };
  const chat = (await (await fetch(`${url}/api/projects/${projectId}/chats`, { method: 'POST', headers, body: '{}' })).json()) as { id: string };
  const stream = await fetch(`${url}/api/chats/${chat.id}/events`, { headers });
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  const accepted = await fetch(`${url}/api/chats/${chat.id}/messages`, { method: 'POST', headers, body: JSON.stringify({ text: 'hello' }) });
  if (accepted.status !== 202) throw new Error(`The message was answered with ${accepted.status}.`);
  const start = performance.now();
  for (let text = ''; ;) {
    const { value, done } = await reader.read();
    if (done) throw new Error('The event stream ended.');
    text += value;
    if (/event: ?(run|step)\./.test(text)) break;
  }
  const ms = performance.now() - start;
  await reader.cancel();
  return ms;
}
