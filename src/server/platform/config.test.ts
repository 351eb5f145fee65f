import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout, readConfig, variableNames } from './config.ts';

test('an empty environment gives the documented defaults', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000, host: '127.0.0.1', publicUrl: 'http://localhost:3000', previewPort: 3001, previewUrl: 'http://localhost:3001',
    home: join(checkout, '.ninefold'), files: join(checkout, '.ninefold', 'files'), maxFileBytes: 104_857_600, databaseUrl: undefined, signup: 'waitlist', logLevel: 'info',
  });
});

test('addresses follow the ports, and lose a slash at the end', () => {
  expect(readConfig({ PORT: '4000' })).toMatchObject({ publicUrl: 'http://localhost:4000', previewPort: 4001, previewUrl: 'http://localhost:4001' });
  expect(readConfig({ PUBLIC_URL: 'https://studio.example.com/' }).publicUrl).toBe('https://studio.example.com');
});

test('an empty variable counts as unset', () => {
  expect(readConfig({ PORT: '', SIGNUP: ' ', DATABASE_URL: '' })).toMatchObject({ port: 3000, signup: 'waitlist', databaseUrl: undefined });
});

test.each([
  ['PORT', 'abc', 'PORT is not a port number (it is "abc")'],
  ['PORT', '70000', 'PORT is above 65535'],
  ['PORT', '80.5', 'PORT is not a whole number'],
  ['PUBLIC_URL', 'ftp://example.com', 'PUBLIC_URL is not an address'],
  ['DATABASE_URL', 'mysql://localhost/x', 'DATABASE_URL does not begin with postgres://'],
  ['SIGNUP', 'closed', 'SIGNUP is none of waitlist, open, invite'],
  ['FILES_URL', 'ftp://host/files', 'FILES_URL does not begin with file:// or s3://'],
  ['FILES_URL', 's3://bucket?endpoint=localhost', 'FILES_URL is not of the form s3://bucket/prefix'],
  ['FILES_URL', 's3://key:secret@bucket', 'Keys go into AWS_ACCESS_KEY_ID'],
  ['AWS_ACCESS_KEY_ID', 'AKIA', 'Only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set'],
  ['MAX_FILE_MB', '0', 'MAX_FILE_MB is below 1'],
  ['PREVIEW_PORT', '3000', 'PREVIEW_PORT and PORT are both 3000'],
  ['OPENAI_COMPATIBLE_URL', 'http://localhost:11434', 'Set OPENAI_COMPATIBLE_MODEL'],
])('%s=%s is refused with its name and the cure', (name, value, message) => {
  expect(() => readConfig({ [name]: value })).toThrow(message);
});

test('files lie in a folder or in a bucket', () => {
  expect(readConfig({ FILES_URL: 'file:///srv/files' }).files).toBe('/srv/files');
  expect(readConfig({ FILES_URL: 's3://ninefold' }).files).toMatchObject({ bucket: 'ninefold', prefix: '', region: 'us-east-1', endpoint: undefined });
  expect(readConfig({
    FILES_URL: 's3://ninefold/studio/files/?endpoint=http://localhost:9000&region=eu-west-1', AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret',
  }).files).toEqual({ bucket: 'ninefold', prefix: 'studio/files/', region: 'eu-west-1', endpoint: 'http://localhost:9000', accessKeyId: 'key', secretAccessKey: 'secret' });
});

test('every wrong variable is named at once, and no secret is repeated', () => {
  let message = '';
  try {
    readConfig({ PORT: 'x', DATABASE_URL: 'mysql://owner:hunter2@localhost/x' });
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(/PORT[^]*DATABASE_URL/);
  expect(message).not.toContain('hunter2');
});

test('.env.example describes every variable and no other', () => {
  const text = readFileSync(join(checkout, '.env.example'), 'utf8');
  const described = [...text.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
  expect(described.sort()).toEqual([...variableNames].sort());
});
