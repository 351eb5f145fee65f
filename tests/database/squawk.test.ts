import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { listMigrations } from '#server/platform/migrations/index.ts';
import { findNpmTool } from '#tests/support/npm-tool.ts';

// What squawk finds and we keep, each with its reason. `at` limits it to columns of these names, or to lines of this text.
const kept: { rule: string; reason: string; at?: RegExp }[] = [
  { rule: 'prefer-robust-stmts', reason: 'Both runners apply a file in one transaction: it is there whole or not at all, so nothing is ever run again half-way.' },
  { rule: 'require-lock-timeout', reason: 'Every file works on tables that it or a file before it has just made: nobody else holds or waits for a lock on them.' },
  { rule: 'require-statement-timeout', reason: 'For the same reason no statement works on rows of people, so none can take long.' },
  { rule: 'require-concurrent-index-creation', reason: 'Every index is made with its table, which has no rows yet; a concurrent one could not be part of the transaction of its file.' },
  { rule: 'prefer-bigint-over-smallint', reason: 'A rank is one of four small numbers, a position one of ten.', at: /^(rank|position)$/ },
  { rule: 'prefer-bigint-over-int', reason: 'These count within one run, app, record, title, project or workspace, or are percent: far below two thousand million.',
    at: /^(attempts|duration_ms|step_index|model_window|retries_step|progress|seq|current_version|number|restored_from|revision|version|max_projects|occurrences|entries|block_index|total_(projects|users|chats|artifacts|files))$|add column free_workspaces_per_person/ },
  { rule: 'adding-foreign-key-constraint', reason: 'Messages and runs point to each other, so one of the two is added after both tables; both are empty.', at: /chat_messages_run_id_fkey/ },
  { rule: 'constraint-missing-not-valid', reason: 'That constraint, and the form of sealed tokens, which later files say: there is no row they would have to read.', at: /chat_messages_run_id_fkey|valid_(access|refresh)_token/ },
];

type Finding = { file: string; line: number; rule_name: string; message: string };

let squawk: string;
beforeAll(() => { squawk = findNpmTool({ package: '@squawk-cli/PLATFORM', version: '2.66.0', file: 'bin/squawk' }); }, 120_000);

function findingsOf(paths: string[], input?: string): Finding[] {
  const { status, stdout, stderr, error } = spawnSync(squawk, ['--pg-version', '15', '--include', 'require-table-schema', '--reporter', 'json', ...paths], { encoding: 'utf8', input, maxBuffer: 64 * 1024 * 1024 });
  if (error ?? (status !== 0 && status !== 1)) throw error ?? new Error(`squawk ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Finding[];
}

/** The first word of the line for columns, or the line. */
function isKept(finding: Finding, line: string): boolean {
  return kept.some(({ rule, at }) => rule === finding.rule_name && (!at || at.test(line) || at.test(line.trim().split(' ')[0]!)));
}

test('squawk finds nothing in the migrations but what is kept for a reason, and every reason is still needed', () => {
  const files = listMigrations();
  const findings = findingsOf(files.map((file) => file.path));
  const lines = new Map(files.map(({ path }) => [path, readFileSync(path, 'utf8').split('\n')]));
  const unexpected = findings.filter((finding) => !isKept(finding, lines.get(finding.file)![finding.line]!))
    .map((finding) => `${basename(finding.file)}:${finding.line + 1} ${finding.rule_name}: ${finding.message}`);
  expect(unexpected).toEqual([]);
  expect(kept.map(({ rule }) => rule).filter((rule) => !findings.some((finding) => finding.rule_name === rule))).toEqual([]);
});

test.each([
  ['adding-not-nullable-field', 'alter table public.users alter column email set not null;'],
  ['changing-column-type', 'alter table public.users alter column email type varchar(10);'],
  ['ban-drop-column', 'alter table public.users drop column email;'],
  ['prefer-bigint-over-int', 'create table public.t (amount integer);'],
  ['require-table-schema', 'create table t (id uuid);'],
  ['prefer-timestamp-tz', 'create table public.t (at timestamp);'],
  ['prefer-text-field', 'create table public.t (name varchar(10));'],
])('squawk reports %s, which no reason covers', (rule, sql) => {
  const findings = findingsOf([], sql).filter((finding) => !isKept(finding, sql));
  expect(findings.map((finding) => finding.rule_name)).toContain(rule);
});
