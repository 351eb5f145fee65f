import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type { Frame, Page } from 'playwright-core';
import { buildBundle, configurePreviews, previewUrl, startPreviewServer, stopPreview } from '#server/artifacts/preview/index.ts';
import type { SampleCollection } from '#server/artifacts/preview/render/sample-records.ts';
import { openSecrets } from '#server/platform/secrets/index.ts';
import { checkout } from '#server/platform/config.ts';
import type { BridgeReport } from '#contract/app-bridge.ts';
import type { StudioPage } from './studio-page.ts';

export type App = { files: { path: string; content: string }[]; collections?: SampleCollection[]; canWrite?: boolean; sharedWith?: string };

/**
 * A real Chromium on a studio page of its own origin beside a running preview
 * server. Kit and bundles are kept between runs in `.ninefold/tests`, as a
 * server keeps them between starts.
 */
export async function openBench(executablePath: string) {
  const home = await mkdtemp(join(tmpdir(), 'ninefold-preview-'));
  openSecrets({ home });
  configurePreviews({ home: join(checkout, '.ninefold', 'tests', 'preview'), previewUrl: '' });
  const script = await build({
    entryPoints: [fileURLToPath(new URL('./studio-page.ts', import.meta.url))],
    bundle: true, write: false, format: 'esm', absWorkingDir: checkout, logLevel: 'error',
  });
  let policy = '';
  const studio = createServer((request, response) => {
    const isScript = request.url === '/studio.js';
    response.writeHead(200, { 'Content-Type': isScript ? 'text/javascript' : 'text/html', 'Content-Security-Policy': policy, 'Set-Cookie': 'session=secret; Path=/; SameSite=Lax' });
    response.end(isScript ? script.outputFiles[0]?.text : '<!doctype html><title>Studio</title><script type="module" src="/studio.js"></script>');
  });
  await new Promise<void>((resolve) => studio.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(studio.address() as AddressInfo).port}`;
  const preview = await startPreviewServer({ port: 0, host: '127.0.0.1', studioOrigin: origin });
  // The records in memory compile their schemas, which the real studio leaves to the server.
  policy = `default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'unsafe-inline'; connect-src 'self'; frame-src ${preview.url}`;
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  await page.goto(origin);
  await page.waitForFunction(() => 'studio' in globalThis);
  let count = 0;

  /** Builds the app and puts it into a frame of `where`. */
  async function open(app: App, where: Page = page): Promise<{ id: string; frame: Frame }> {
    const built = await buildBundle(app.files);
    if (!built.ok) throw new Error(JSON.stringify(built.errors));
    const id = `app-${++count}`;
    const { files: _files, collections = [], ...rest } = app;
    await where.evaluate((options) => globalThis.studio.open(options), { id, url: previewUrl(built.hash).url, collections, ...rest });
    const frame = await (await where.waitForSelector(`#${id}`)).contentFrame();
    if (!frame) throw new Error('the frame is gone');
    return { id, frame };
  }

  const state = (id: string) => page.evaluate((key) => globalThis.studio.state(key), id) as Promise<ReturnType<StudioPage['state']>>;

  async function report(id: string, kind: BridgeReport['report'], timeoutMs = 20_000): Promise<BridgeReport> {
    await page.waitForFunction(([key, wanted]) => globalThis.studio.state(key as string).reports.some(({ report: found }) => found === wanted), [id, kind], { timeout: timeoutMs });
    return (await state(id)).reports.find(({ report: found }) => found === kind) as BridgeReport;
  }

  return {
    page, browser, origin, previewOrigin: preview.url, open, state, report,
    ready: (id: string) => report(id, 'ready'),
    records: (id: string, collection: string) => page.evaluate(([key, name]) => globalThis.studio.list(key as string, name as string), [id, collection]),
    async close(): Promise<void> {
      await browser.close();
      await stopPreview();
      await new Promise((resolve) => { studio.closeAllConnections(); studio.close(resolve); });
      await rm(home, { recursive: true, force: true });
    },
  };
}
export type Bench = Awaited<ReturnType<typeof openBench>>;
