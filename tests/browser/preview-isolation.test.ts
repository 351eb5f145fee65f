import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import type { Frame } from 'playwright-core';
import { openBench } from './preview/bench.ts';
import type { Bench } from './preview/bench.ts';
import { tasks } from './preview/apps.ts';
import { ask, hostileApp } from './preview/hostile-app.ts';
import { openSinks } from './preview/sinks.ts';

let bench: Bench;
let sinks: Awaited<ReturnType<typeof openSinks>>;
beforeAll(async () => {
  bench = await openBench(inject('chromium'));
  sinks = await openSinks();
});
// One app at a time, as in the studio: frames of one origin share a process.
afterEach(async () => { await bench.page.evaluate(() => globalThis.studio.closeAll()); });
afterAll(async () => {
  await bench?.close();
  await sinks?.close();
});

/** What the hostile app wrote, by attempt. */
async function outcomes(frame: Frame): Promise<Record<string, string>> {
  await frame.getByRole('heading', { name: 'finished' }).waitFor({ timeout: 60_000 });
  const lines = await frame.getByRole('listitem').allTextContents();
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]));
}

async function studioIsAlive(): Promise<void> {
  expect(await bench.page.evaluate(() => document.title)).toBe('Studio');
  expect(new URL(bench.page.url()).origin).toBe(bench.origin);
  const { id } = await bench.open(tasks);
  await bench.ready(id);
  await bench.page.evaluate((key) => globalThis.studio.close(key), id);
}

test('an app cannot read cookies, storage or the studio around it', async () => {
  await bench.ready((await bench.open(tasks)).id);
  const { frame } = await bench.open(hostileApp({
    cookie: 'return document.cookie',
    setCookie: 'document.cookie = "a=b"',
    localStorage: 'localStorage.setItem("a", "b")',
    sessionStorage: 'sessionStorage.setItem("a", "b")',
    indexedDB: 'return new Promise((resolve, reject) => { const open = indexedDB.open("a"); open.onsuccess = () => resolve("open"); open.onerror = () => reject(open.error); })',
    caches: 'return (await caches.open("a")).constructor.name',
    parentDocument: 'return parent.document.title',
    parentVariable: 'return String(parent.studio)',
    topLocation: 'return top.location.href',
    otherFrame: 'return parent.frames[0].document.title',
    serviceWorker: 'return navigator.serviceWorker.register("/kit/sw.js")',
    clipboard: 'return navigator.clipboard.readText()',
    credentials: 'return navigator.credentials.get({ password: true })',
  }));
  for (const [name, outcome] of Object.entries(await outcomes(frame))) expect(`${name}: ${outcome}`).toMatch(/: REFUSED/);
  await studioIsAlive();
});

test('an app cannot send anything to a server', async () => {
  const http = `http://127.0.0.1:${sinks.tcpPort}`;
  const add = (code: string) => `const node = ${code}; document.body.append(node); await new Promise((resolve) => setTimeout(resolve, 120)); return 'tried'`;
  const { frame } = await bench.open(hostileApp({
    fetch: `return (await fetch("${http}/fetch", { mode: "no-cors" })).type`,
    keepalive: `return (await fetch("${http}/keepalive", { method: "POST", body: "x", keepalive: true, mode: "no-cors" })).type`,
    studio: `return (await fetch("${bench.origin}/api/me", { credentials: "include" })).status`,
    ownOrigin: `return (await fetch("${bench.previewOrigin}/b/x")).status`,
    xhr: `return new Promise((resolve, reject) => { const x = new XMLHttpRequest(); x.onload = () => resolve("sent"); x.onerror = () => reject(new Error("error")); x.open("GET", "${http}/xhr"); x.send(); })`,
    webSocket: `return new Promise((resolve, reject) => { const w = new WebSocket("ws://127.0.0.1:${sinks.tcpPort}/ws"); w.onopen = () => resolve("open"); w.onerror = () => reject(new Error("error")); })`,
    eventSource: `return new Promise((resolve, reject) => { const e = new EventSource("${http}/es"); e.onopen = () => resolve("open"); e.onerror = () => reject(new Error("error")); })`,
    webRtc: `const pc = new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:${sinks.udpPort}" }] }); pc.createDataChannel("x"); await pc.setLocalDescription(await pc.createOffer()); await new Promise((resolve) => setTimeout(resolve, 800)); return "offered"`,
    worker: `return new Promise((resolve, reject) => { const w = new Worker(URL.createObjectURL(new Blob(["postMessage(1)"]))); w.onmessage = () => resolve("ran"); w.onerror = () => reject(new Error("error")); })`,
    eval: 'return eval("1 + 1")',
    functionText: 'return new Function("return 1")()',
    remoteModule: `const url = "${http}/module.js"; return import(url)`,
    dataModule: 'const url = "data:text/javascript,export default 1"; return import(url)',
    blobModule: 'return import(URL.createObjectURL(new Blob(["export default 1"], { type: "text/javascript" })))',
    otherBundle: `const url = "${bench.previewOrigin}/b/${'0'.repeat(40)}/app.js"; return import(url)`,
  }));
  for (const [name, outcome] of Object.entries(await outcomes(frame))) expect(`${name}: ${outcome}`).toMatch(/: REFUSED/);

  const silent = await bench.open(hostileApp({
    beacon: `return navigator.sendBeacon("${http}/beacon", "x")`,
    image: add(`Object.assign(new Image(), { src: "${http}/image.png" })`),
    script: add(`Object.assign(document.createElement("script"), { src: "${http}/script.js" })`),
    style: add(`Object.assign(document.createElement("link"), { rel: "stylesheet", href: "${http}/style.css" })`),
    styleImport: add(`Object.assign(document.createElement("style"), { textContent: "@import url(${http}/import.css); body { background: url(${http}/background.png) } @font-face { font-family: x; src: url(${http}/font.woff) } h2 { font-family: x }" })`),
    frame: add(`Object.assign(document.createElement("iframe"), { src: "${http}/frame" })`),
    frameOfNamespace: add(`Object.assign(document.createElementNS("http://www.w3.org/1999/xhtml", "iframe"), { src: "${http}/frame" })`),
    frameMarkup: `document.body.insertAdjacentHTML("beforeend", '<iframe src="${http}/frame"></iframe>'); await new Promise((resolve) => setTimeout(resolve, 120))`,
    frameTemplate: `const template = document.createElement("template"); template.innerHTML = '<iframe src="${http}/frame"></iframe>'; document.body.append(template.content); await new Promise((resolve) => setTimeout(resolve, 120))`,
    frameParsed: `document.body.append(new DOMParser().parseFromString('<iframe src="${http}/frame"></iframe>', "text/html").body.firstChild); await new Promise((resolve) => setTimeout(resolve, 120))`,
    frameFragment: `document.body.append(document.createRange().createContextualFragment('<iframe src="${http}/frame"></iframe>')); await new Promise((resolve) => setTimeout(resolve, 120))`,
    object: add(`Object.assign(document.createElement("object"), { data: "${http}/object" })`),
    preconnect: add(`Object.assign(document.createElement("link"), { rel: "preconnect", href: "${http}/" })`),
    media: add(`Object.assign(document.createElement("video"), { src: "${http}/video.mp4", autoplay: true })`),
    prefetch: add(`Object.assign(document.createElement("link"), { rel: "prefetch", href: "${http}/prefetch" })`),
    preload: add(`Object.assign(document.createElement("link"), { rel: "preload", as: "image", href: "${http}/preload" })`),
    icon: add(`Object.assign(document.createElement("link"), { rel: "icon", href: "${http}/icon.png" })`),
    manifest: add(`Object.assign(document.createElement("link"), { rel: "manifest", href: "${http}/manifest" })`),
    rules: add(`Object.assign(document.createElement("script"), { type: "speculationrules", textContent: JSON.stringify({ prefetch: [{ urls: ["${http}/rules"], eagerness: "immediate" }] }) })`),
    ping: `const link = Object.assign(document.createElement("a"), { href: "#x", ping: "${http}/ping" }); document.body.append(link); link.click(); return "tried"`,
    childFrameRtc: `const child = document.createElement("iframe"); document.body.append(child); const pc = new child.contentWindow.RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:${sinks.udpPort}" }] }); pc.createDataChannel("x"); await pc.setLocalDescription(await pc.createOffer()); await new Promise((resolve) => setTimeout(resolve, 800)); return "offered"`,
  }));
  await outcomes(silent.frame);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(sinks.contacts).toEqual([]);
  await studioIsAlive();
});

test('an app cannot leave its frame, move the studio or open windows', async () => {
  const http = `http://127.0.0.1:${sinks.tcpPort}`;
  const windows = bench.browser.contexts().flatMap((context) => context.pages()).length;
  const leave = (code: string) => bench.open(hostileApp({ leave: `${code}; await new Promise((resolve) => setTimeout(resolve, 300)); return 'tried'` }));
  const moves = [
    `top.location.href = "${http}/top"`,
    `parent.location.replace("${http}/parent")`,
    `window.open("${http}/popup")`,
    `const form = Object.assign(document.createElement("form"), { action: "${http}/form", method: "post" }); document.body.append(form); form.submit()`,
    `const form = Object.assign(document.createElement("form"), { action: "${http}/form", target: "_top" }); document.body.append(form); form.requestSubmit()`,
    `document.body.insertAdjacentHTML("beforeend", '<form action="${http}/markup"><button id="send"></button></form>'); document.getElementById("send").click()`,
    `window.open("${http}/named", "_top")`,
    `location.href = "${http}/self?secret=1"`,
    `location.href = "javascript:1"`,
    `document.head.insertAdjacentHTML("beforeend", '<meta http-equiv="refresh" content="0; url=${http}/meta">')`,
    `const link = Object.assign(document.createElement("a"), { href: "${http}/link", target: "_top" }); document.body.append(link); HTMLElement.prototype.click.call(link)`,
    `const link = Object.assign(document.createElement("a"), { href: "${http}/blank", target: "_blank" }); HTMLElement.prototype.click.call(link)`,
    'document.open(); document.write("<h1>Sign in to the studio</h1>")',
    'alert("hello"); confirm("sure?")',
    'document.documentElement.requestFullscreen()',
  ];
  for (const move of moves) {
    const { id } = await leave(move);
    await bench.ready(id);
    await new Promise((resolve) => setTimeout(resolve, 400));
    await bench.page.evaluate((key) => globalThis.studio.close(key), id);
  }
  // The browser may open a connection before the policy refuses the move; nothing is sent on it.
  expect(sinks.contacts.filter((contact) => contact !== 'tcp connection')).toEqual([]);
  expect(bench.browser.contexts().flatMap((context) => context.pages())).toHaveLength(windows);
  await studioIsAlive();
});

test('an app reaches no other collection, artifact or method through the bridge', async () => {
  const { id, frame } = await bench.open(hostileApp({
    own: ask('{ ninefold: 1, id: 900, method: "records.list", params: { collection: "notes", cursor: null, limit: 10 } }'),
    unknownCollection: ask('{ ninefold: 1, id: 901, method: "records.list", params: { collection: "salaries", cursor: null, limit: 10 } }'),
    pathCollection: ask('{ ninefold: 1, id: 902, method: "records.list", params: { collection: "../../../artifacts/1/collections/notes", cursor: null, limit: 10 } }'),
    otherArtifact: ask('{ ninefold: 1, id: 903, method: "records.list", params: { collection: "notes", cursor: null, limit: 10, artifactId: "00000000-0000-4000-8000-000000000000" } }'),
    pathId: ask('{ ninefold: 1, id: 904, method: "records.delete", params: { collection: "notes", id: "../../me" } }'),
    tooMany: ask('{ ninefold: 1, id: 905, method: "records.list", params: { collection: "notes", cursor: null, limit: 100000 } }'),
    unknownMethod: ask('{ ninefold: 1, id: 906, method: "projects.delete", params: {} }'),
    inherited: ask('{ ninefold: 1, id: 907, method: "constructor", params: {} }'),
    extraField: ask('{ ninefold: 1, id: 908, method: "session.get", params: {}, url: "/api/me" }'),
    large: ask('{ ninefold: 1, id: 909, method: "records.create", params: { collection: "notes", data: { text: "x".repeat(600000) } } }'),
    cyclic: 'const params = {}; params.self = params; parent.postMessage({ ninefold: 1, id: 910, method: "session.get", params }, "*"); await new Promise((resolve) => setTimeout(resolve, 100)); throw new Error("no harm")',
    buffer: ask('{ ninefold: 1, id: 911, method: "records.create", params: { collection: "notes", data: new Uint8Array(2000000) } }'),
    saveProgram: ask('{ ninefold: 1, id: 912, method: "file.save", params: { name: "run.exe", text: "" } }'),
    savePath: ask('{ ninefold: 1, id: 913, method: "file.save", params: { name: "../x.csv", text: "" } }'),
  }, [{ name: 'notes', title: 'Notes', schema: { type: 'object', properties: { text: { type: 'string' } }, additionalProperties: false }, samples: [{ text: 'mine' }] }]));
  const { own, ...others } = await outcomes(frame);
  expect(own).toContain('mine');
  for (const [name, outcome] of Object.entries(others)) expect(`${name}: ${outcome}`).toMatch(/: REFUSED/);
  expect(await bench.records(id, 'notes')).toEqual([{ text: 'mine' }]);
});

test('an app that answers in the name of the studio or another frame is not believed', async () => {
  const victim = await bench.open(tasks);
  await victim.frame.getByText('Water plants').waitFor();
  await bench.open(hostileApp({
    // To every frame beside it: false answers and news, as if the studio had sent them.
    forge: `for (let index = 0; index < parent.frames.length; index++) for (let id = 0; id < 50; id++) parent.frames[index].postMessage({ ninefold: 1, id, ok: true, result: { items: [{ id: "x", data: { title: "Forged" }, createdAt: "", updatedAt: "", createdBy: null, revision: 1 }], nextCursor: null } }, "*"); return "sent"`,
    theme: 'for (let index = 0; index < parent.frames.length; index++) parent.frames[index].postMessage({ ninefold: 1, event: "theme", colorScheme: "dark" }, "*"); return "sent"',
  }));
  await victim.frame.getByLabel('Title').fill('After the forgery');
  await victim.frame.getByRole('button', { name: 'Add' }).click();
  await victim.frame.getByText('After the forgery').waitFor();
  expect(await victim.frame.getByText('Forged').count()).toBe(0);
  expect(await victim.frame.evaluate(() => document.documentElement.dataset['mantineColorScheme'])).toBe('light');
});

test('an app that floods the studio is refused, then stopped', async () => {
  const { id } = await bench.open(hostileApp({
    flood: 'for (let id = 1000; id < 9000; id++) parent.postMessage({ ninefold: 1, id, method: "session.get", params: {} }, "*"); return "sent"',
  }));
  await expect.poll(async () => (await bench.state(id)).stopped, { timeout: 15_000 }).toBe(true);
  await studioIsAlive();
});

test('an app in an endless loop is ended with the place of the loop while the studio stays usable', async () => {
  const { id } = await bench.open({ files: [{ path: 'app.tsx', content: 'export function App() {\n  let count = 0;\n  while (count >= 0) {\n    count++;\n  }\n  return null;\n}' }] });
  const started = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 500));
  await bench.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  expect(Date.now() - started).toBeLessThan(5000);
  const { report, ...error } = await bench.report(id, 'error', 30_000);
  expect(report).toBe('error');
  expect(error).toMatchObject({ message: 'Endless loop: the app was busy for 4 seconds.', file: 'app.tsx', line: 3 });
  await studioIsAlive();
});

test('a forged, changed or expired address shows no app', async () => {
  const { readToken, signToken } = await import('#server/artifacts/preview/token.ts');
  const hash = '0123456789'.repeat(4);
  const token = signToken(hash, Date.now() + 60_000);
  expect(readToken(token)).toEqual({ hash });
  const status = async (path: string) => (await fetch(bench.previewOrigin + path)).status;
  expect(await status(`/p/${token.replace('0', '1')}/`)).toBe(404);
  expect(await status(`/p/${token.slice(0, -1)}/`)).toBe(404);
  expect(await status(`/p/${signToken(hash, Date.now() - 1000)}/`)).toBe(410);
  expect(await status('/p/../../etc/passwd')).toBe(404);
  expect(await status(`/b/${hash}/..%2f..%2fkit.json`)).toBe(404);
  expect(await status(`/b/${hash}/app.js`)).toBe(404);
  expect(await status('/kit/x/boot.js')).toBe(404);
});

test('the preview server neither reads nor sets cookies and lets only the studio frame apps', async () => {
  const { id, frame } = await bench.open(tasks);
  await bench.ready(id);
  const answer = await fetch(frame.url(), { headers: { Cookie: 'session=secret' } });
  expect(answer.headers.get('set-cookie')).toBeNull();
  expect(answer.headers.get('content-security-policy')).toContain(`frame-ancestors ${bench.origin}`);
  expect(answer.headers.get('content-security-policy')).toContain('sandbox allow-scripts allow-forms');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect((await fetch(frame.url(), { method: 'POST' })).status).toBe(405);
});
