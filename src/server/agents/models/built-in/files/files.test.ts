import { describe, expect, test } from 'vitest';
import { format } from 'prettier';
import type { Blueprint } from '../blueprint.ts';
import { blueprints } from './fixtures/index.ts';
import { filesOf } from './index.ts';

const apps = Object.entries(blueprints) as [string, Blueprint][];
const tame = apps.filter(([name]) => name !== 'hostile');

function contents(blueprint: Blueprint): Map<string, string> {
  return new Map(filesOf(blueprint).map((file) => [file.path, file.content]));
}

/** Paths of files that differ between two blueprints. */
function changed(before: Blueprint, after: Blueprint): string[] {
  const [old, now] = [contents(before), contents(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path)).sort();
}

function edited(blueprint: Blueprint, edit: (copy: Blueprint) => void): Blueprint {
  const copy = structuredClone(blueprint);
  edit(copy);
  return copy;
}

describe('the files of an app', () => {
  test.each(apps)('%s comes out byte for byte the same each time, with one main file', (_name, blueprint) => {
    const files = filesOf(blueprint);
    expect(filesOf(structuredClone(blueprint))).toEqual(files);
    expect(files.filter((file) => file.isMainFile).map((file) => file.path)).toEqual(['app.tsx']);
    expect(new Set(files.map((file) => file.path)).size).toBe(files.length);
  });

  test.each(tame)('%s is formatted as Prettier does it', async (_name, blueprint) => {
    for (const { path, content } of filesOf(blueprint)) {
      expect(await format(content, { parser: 'typescript', singleQuote: true, printWidth: 110 }), path).toBe(content);
    }
  }, 60_000);

  test.each(tame)('%s has no file over 200 lines and no line over 110 columns', (_name, blueprint) => {
    for (const { path, content } of filesOf(blueprint)) {
      const lines = content.split('\n');
      expect(lines.length, path).toBeLessThanOrEqual(200);
      expect(Math.max(...lines.map((line) => line.length)), path).toBeLessThanOrEqual(110);
    }
  });
});

describe('a change touches the files it is about', () => {
  test('another field', () => {
    const more = edited(blueprints.crm, (copy) => copy.entities[0]!.fields.push({ name: 'city', label: 'City', type: 'text', required: false }));
    expect(changed(blueprints.crm, more).filter((path) => !path.startsWith('features/companies/'))).toEqual(['data/companies.ts']);
  });

  test('another label', () => {
    const renamed = edited(blueprints.loans, (copy) => { copy.entities[0]!.fields[1]!.label = 'Member'; });
    expect(changed(blueprints.loans, renamed)).toEqual(['data/loans.ts']);
  });

  test('another colour', () => {
    expect(changed(blueprints.loans, edited(blueprints.loans, (copy) => { copy.color = 'green'; }))).toEqual(['theme.ts']);
  });

  test('another rule', () => {
    const ruled = edited(blueprints.loans, (copy) => {
      copy.entities[0]!.highlights.push({ label: 'Due today', color: 'yellow', when: [{ op: 'is-today', field: 'dueDate' }] });
    });
    expect(changed(blueprints.loans, ruled)).toEqual(['features/loans/page.tsx', 'rules/loans.ts']);
  });

  test('another board', () => {
    const board = edited(blueprints.crm, (copy) => { copy.entities[2]!.views = []; });
    expect(changed(board, blueprints.crm).filter((path) => path.startsWith('features/'))).toEqual(['features/deals/board.tsx', 'features/deals/page.tsx']);
  });
});
