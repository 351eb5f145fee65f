import { expect, test } from 'vitest';
import { scanContent } from './index.ts';
import { entropy } from './secrets.ts';

const rules = (code: string) => scanContent('app.tsx', code).map((issue) => issue.rule);

// Put together here, so that no scanner of this repository takes them for real ones.
const awsKey = ['AKIA', 'QWERTYUIOPASDFGH'].join('');
const stripeKey = ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_');

test.each([
  `const id = '${awsKey}';`,
  `const key = "${stripeKey}";`,
  `const pem = "-----BEGIN RSA ${'PRIVATE'} KEY-----";`,
  `const url = 'postgres://admin:${'hunter2x'}@db.example.com/x';`,
  `const apiKey = 'f3Kd92mQx7Zp1Lw8Rt5V';`,
  `password: 'tr0ub4dor9x'`,
])('a secret is found in %s', (line) => {
  expect(rules(line)).toContain('secret');
});

test('a secret is not repeated in what is reported', () => {
  expect(JSON.stringify(scanContent('a.ts', `const key = "${stripeKey}";`))).not.toContain(stripeKey);
});

test.each([
  `const token = 'your-token-here';`,
  `const password = 'password';`,
  `const apiKey = process.env.API_KEY;`,
  `const secretSantaName = 'Secret Santa list';`,
  `<PasswordInput label="Password" placeholder="At least 12 characters" />`,
  `const authorName = 'Charlotte';`,
  `import { IconKey } from '@tabler/icons-react';`,
])('no secret is seen in %s', (line) => {
  expect(rules(line)).not.toContain('secret');
});

test.each([
  ['eval(text)', 'eval'], ['new Function("x")', 'new-function'], ['setTimeout("go()", 1)', 'new-function'],
  ['<div dangerouslySetInnerHTML={{ __html: text }} />', 'dangerous-html'], ['node.innerHTML = text', 'inner-html'],
  ['document.cookie', 'cookies'], ['window.parent.location', 'parent-access'], ['top.postMessage(1)', 'parent-access'],
  ['await fetch("/api")', 'network'], ['new WebSocket(url)', 'network'], ['<img src="https://example.com/x.png" />', 'external-url'],
  ['import x from "https://example.com/x.js"', 'external-import'], ['localStorage.getItem("x")', 'storage'],
  ['<a href="javascript:go()">', 'script-url'], ['import(name)', 'dynamic-import'],
])('%s is reported as %s', (code, rule) => {
  expect(rules(code)).toContain(rule);
});

test.each([
  'const items = loans.useList();', '<a href={link} target="_blank" rel="noreferrer">', 'prefetch(list)', 'evaluate(rule)', 'const top = 3;',
  'node.innerHTML === x', 'import("./chart.tsx")', 'setTimeout(() => go(), 1)',
])('%s is no issue', (code) => {
  expect(rules(code)).toEqual([]);
});

test('an issue names the line it stands in', () => {
  expect(scanContent('a.ts', 'ok\nok\neval(x)')).toEqual([{ severity: 'high', rule: 'eval', path: 'a.ts', line: 3, message: 'Runs text as code.' }]);
});

test('entropy is 0 for one letter and 2 bits for four different ones', () => {
  expect(entropy('aaaa')).toBe(0);
  expect(entropy('abcd')).toBe(2);
});
