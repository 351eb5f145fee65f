import { answerRequest, maxBridgeMessageLength, parseFrameMessage } from '#contract/app-bridge.ts';
import type { BridgeAnswer, BridgeEvent } from '#contract/app-bridge.ts';
import type { ExerciseStep, TriedStep } from '#contract/exercise.ts';
import type { Kit } from '../../kit/kit.ts';
import type { TriedStretch } from '../../render/outcome.ts';
import { openSampleRecords, type RecordDump, type SampleCollection } from '../../render/sample-records.ts';
import { until } from '../../render/settle.ts';
import { noteReport, type Notes } from '../notes.ts';
import type { Driver, Move } from './driver.ts';
import { driverScript } from './driver-script.ts';
import { pageSize, type Chromium } from './launch.ts';
import { appUrl, studioOrigin, supply, suppliesOf } from './supplies.ts';

export type PageJob = { kit: Kit; hash: string; collections: SampleCollection[]; stretches: ExerciseStep[][]; records?: RecordDump | undefined };
export type Opened = { errors: string[]; console: string[]; headings: string[]; text: string; tried: TriedStretch[]; records: RecordDump };

const startTimeoutMs = 12_000;
const stretchTimeoutMs = 30_000;
const worldName = 'ninefold';
const session = { user: { id: '00000000-0000-4000-8000-000000000001', displayName: 'Quality check' }, canWrite: true, colorScheme: 'light' as const, appTitle: 'App' };

/** Stands in for the frame around the app: `parent` posts to us, and we deliver what the studio would. */
const parentScript = `(() => {
  const post = globalThis.ninefoldPost;
  const studio = { postMessage: (message) => post(JSON.stringify(message)) };
  Object.defineProperty(window, 'parent', { value: studio });
  Object.defineProperty(window, 'ninefoldDeliver', { value: (data) => {
    const event = new MessageEvent('message', { data, origin: '${studioOrigin}' });
    Object.defineProperty(event, 'source', { value: studio });
    window.dispatchEvent(event);
  } });
})();`;

/** Opens the app in a page of its own and tries the stretches, up to the first that fails. */
export async function openPage({ pipe }: Chromium, job: PageJob): Promise<Opened> {
  const { targetId } = await pipe.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await pipe.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
  const send = <T>(method: string, params: object = {}, timeoutMs?: number) => pipe.send<T>(method, params, sessionId, timeoutMs);
  const quietly = (work: Promise<unknown>) => void work.catch(() => undefined);
  const notes: Notes = { errors: [], console: [], isReady: false };
  const find = await suppliesOf(job.kit, job.hash);
  const deliver = (data: BridgeAnswer | BridgeEvent) => quietly(send('Runtime.evaluate', { expression: `ninefoldDeliver(${JSON.stringify(data)})` }));
  const { calls, dump } = openSampleRecords({
    session, collections: job.collections, records: job.records, newId: () => crypto.randomUUID(),
    onChange: (collection) => deliver({ ninefold: 1, event: 'records.changed', collection }),
  });

  function heardFromApp(payload: string): void {
    if (payload.length > maxBridgeMessageLength) return;
    const message = parseFrameMessage(JSON.parse(payload));
    if (message?.type === 'request') void answerRequest(message.request, calls).then(deliver);
    else if (message?.type === 'report') noteReport(notes, message.report);
  }

  async function doMove(move: Move): Promise<void> {
    if (move.move === 'click') {
      const at = { x: move.x, y: move.y, button: 'left', clickCount: 1 };
      for (const type of ['mouseMoved', 'mousePressed', 'mouseReleased']) await send('Input.dispatchMouseEvent', { type, ...at, ...(type === 'mouseMoved' ? { button: 'none', clickCount: 0 } : {}) });
    } else if (move.move === 'type') {
      // Typing nothing empties the field: all of it is selected.
      if (move.text === '') await key('Backspace');
      else await send('Input.insertText', { text: move.text });
    } else {
      await key(move.key);
    }
    await send('Runtime.evaluate', { expression: `ninefoldMoved(${move.id})`, contextId });
  }

  async function key(name: string): Promise<void> {
    const code = { Backspace: 8, Tab: 9, Enter: 13, Escape: 27, ArrowUp: 38, ArrowDown: 40 }[name] ?? 0;
    const keyOf = { key: name, code: name, windowsVirtualKeyCode: code };
    await send('Input.dispatchKeyEvent', { type: name === 'Enter' ? 'keyDown' : 'rawKeyDown', ...keyOf, ...(name === 'Enter' ? { text: '\r' } : {}) });
    await send('Input.dispatchKeyEvent', { type: 'keyUp', ...keyOf });
  }

  pipe.onEvent((method, params, from) => {
    if (from !== sessionId) return;
    if (method === 'Fetch.requestPaused') {
      const { requestId, request } = params as { requestId: string; request: { url: string } };
      quietly(find(request.url).then((found) => supply(pipe, sessionId, requestId, found)));
    } else if (method === 'Runtime.bindingCalled') {
      const { name, payload } = params as { name: string; payload: string };
      try {
        if (name === 'ninefoldPost') heardFromApp(payload);
        else if (name === 'ninefoldMove') quietly(doMove(JSON.parse(payload) as Move));
      } catch {
        // What the app sent is no message of the protocol.
      }
    }
  });
  let contextId = 0;
  await Promise.all([
    send('Page.enable'), send('Runtime.enable'), send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    send('Emulation.setDeviceMetricsOverride', { ...pageSize, deviceScaleFactor: 1, mobile: false }),
    send('Runtime.addBinding', { name: 'ninefoldPost' }), send('Runtime.addBinding', { name: 'ninefoldMove', executionContextName: worldName }),
    send('Page.addScriptToEvaluateOnNewDocument', { source: parentScript }),
  ]);
  const { frameId } = await send<{ frameId: string }>('Page.navigate', { url: appUrl });
  await until(() => notes.isReady || notes.errors.length > 0, startTimeoutMs);
  ({ executionContextId: contextId } = await send<{ executionContextId: number }>('Page.createIsolatedWorld', { frameId, worldName }));
  await send('Runtime.evaluate', { expression: await driverScript(), contextId });
  const drive = async <T>(expression: string, timeoutMs?: number): Promise<T> => {
    const { result, exceptionDetails } = await send<{ result: { value: T }; exceptionDetails?: { text: string } }>('Runtime.evaluate', { expression: `ninefoldDriver.${expression}`, contextId, awaitPromise: true, returnByValue: true }, timeoutMs);
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result.value;
  };
  const { headings, text, isEmpty } = await drive<Awaited<ReturnType<Driver['look']>>>('look()');
  if (!notes.isReady && notes.errors.length === 0) notes.errors.push('The app did not start.');
  if (notes.isReady && isEmpty && notes.errors.length === 0) notes.errors.push('The screen is empty.');
  const tried: TriedStretch[] = [];
  const errors = notes.errors.splice(0);
  for (const stretch of errors.length > 0 ? [] : job.stretches) {
    const steps = await drive<TriedStep[]>(`trySteps(${JSON.stringify(stretch)})`, stretchTimeoutMs)
      .catch((error: Error): TriedStep[] => [{ text: 'Use the app', result: 'failed', seen: error.message }]);
    tried.push({ steps, errors: notes.errors.splice(0) });
    if (steps.some((step) => step.result === 'failed')) break;
  }
  await pipe.send('Target.closeTarget', { targetId });
  return { errors, console: notes.console, headings, text, tried, records: dump() };
}
