import { expect, test } from 'vitest';
import { fixRequest, troubleOf, worse } from './app-trouble.ts';
import { openable } from './bridge-calls.ts';

test('an error names its place in the app', () => {
  const trouble = troubleOf({ ninefold: 1, report: 'error', during: 'render', message: 'x is undefined', file: 'board.tsx', line: 12 });
  expect(trouble).toEqual({ isFatal: true, message: 'x is undefined', place: 'board.tsx:12' });
  expect(trouble && fixRequest(trouble)).toBe('Fix this error in the app: x is undefined (in board.tsx:12)');
});

test('console lines and readiness are no trouble', () => {
  expect(troubleOf({ ninefold: 1, report: 'ready', elapsedMs: 3 })).toBeNull();
  expect(troubleOf({ ninefold: 1, report: 'console', level: 'error', text: 'x' })).toBeNull();
});

test('the first cause stays until something worse comes', () => {
  const script = { isFatal: false, message: 'a', place: '' };
  const render = { isFatal: true, message: 'b', place: '' };
  expect(worse(null, script)).toBe(script);
  expect(worse(script, { ...script, message: 'c' })).toBe(script);
  expect(worse(script, render)).toBe(render);
  expect(worse(render, script)).toBe(render);
});

test.each([
  ['https://example.com/a', 'https://example.com/a'], ['mailto:team@example.com', 'mailto:team@example.com'],
  ['javascript:alert(1)', null], ['data:text/html,x', null], ['file:///etc/passwd', null], ['not a link', null],
])('an app that opens %j leads to %j', (url, expected) => expect(openable(url)).toBe(expected));
