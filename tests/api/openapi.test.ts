import { expect, test } from 'vitest';
import { startStudio } from './studio.ts';

type Operation = { operationId?: string; summary?: string; tags?: string[]; responses: Record<string, unknown>; parameters?: { name: string; in: string; required?: boolean }[] };
type Document = { openapi: string; paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown> } };

const studio = await startStudio();
const { body: document } = await studio.nobody.get<Document>('/api/openapi.json');
const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));

test('the document is OpenAPI 3.1', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(operations.length).toBeGreaterThan(40);
});

test('every operation has a name of its own of the form domain.verb, a summary and a tag', () => {
  const names = operations.map(({ operation }) => operation.operationId);
  for (const { operation, path } of operations) {
    expect(operation.operationId, path).toMatch(/^[a-zA-Z]+\.[a-zA-Z]+$/);
    expect(operation.summary, path).toBeTruthy();
    expect(operation.tags, path).toHaveLength(1);
  }
  expect(new Set(names).size).toBe(names.length);
});

test('every path parameter is described', () => {
  for (const { path, operation } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
    expect(described.sort(), path).toEqual(inPath.sort());
    expect(path).not.toMatch(/[:+]/);
  }
});

test('every operation says how it fails', () => {
  for (const { path, operation } of operations) expect(operation.responses, path).toHaveProperty('default');
});

test('every reference leads to a component, and shared schemas are components', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]!);
  expect(references).toEqual(expect.arrayContaining(['Problem', 'Run', 'Message', 'Artifact', 'Record', 'Project']));
  for (const name of references) expect(document.components.schemas).toHaveProperty(name);
});

test('every operation but sign-up and the like refuses somebody who is not signed in', async () => {
  const open = new Set(['auth.signUp', 'auth.signIn', 'auth.signOut', 'auth.getSession', 'instance.get']);
  const id = '00000000-0000-4000-8000-000000000000';
  for (const { path, method, operation } of operations) {
    if (open.has(operation.operationId!)) continue;
    const url = path.replace('{name}', 'items').replace('{number}', '1').replace('{path}', 'app.tsx').replace(/\{\w+\}/g, id);
    const { status } = await studio.nobody.send(method.toUpperCase(), url, method === 'get' ? undefined : {});
    expect({ operation: operation.operationId, status }).toEqual({ operation: operation.operationId, status: 401 });
  }
});

test('the reference is one page that loads nothing from elsewhere', async () => {
  for (const path of ['/api/docs', '/api/docs/style.css', '/api/docs/script.js']) {
    const response = await studio.nobody.fetch(path);
    expect(response.status).toBe(200);
    expect(await response.text()).not.toMatch(/https?:\/\//);
  }
});
