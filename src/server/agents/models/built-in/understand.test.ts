import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Blueprint } from './blueprint.ts';
import { outlineOf } from './testing/outline.ts';
import { moreRequests } from './testing/more-requests.ts';
import { requests as firstRequests } from './testing/requests.ts';
import { burdens, followUps, talk } from './testing/talk.ts';
import { understand, type Understanding } from './understand.ts';

const requests = [...firstRequests, ...moreRequests];
const loans = 'Build an equipment loan tracker: borrower, item, due date, returned or not. Show overdue loans in red.';

async function build(text: string): Promise<Blueprint> {
  const understood = await understand(text, null);
  if (understood.kind !== 'build') throw new Error(`no app was read from "${text}"`);
  return understood.blueprint;
}

describe('a request', () => {
  test.each(requests)('means an app: $text', async ({ text, means }) => {
    expect(outlineOf(await build(text))).toEqual(means);
  });

  test.each(requests)('gives samples that fit its fields: $text', async ({ text }) => {
    for (const entity of (await build(text)).entities) {
      const names = entity.fields.map((field) => field.name);
      expect(new Set(names).size).toBe(names.length);
      expect(entity.samples.length).toBeGreaterThanOrEqual(5);
      for (const sample of entity.samples) expect(names).toEqual(expect.arrayContaining(Object.keys(sample)));
    }
  });

  test('gives the same blueprint every time', async () => {
    for (const { text } of requests.slice(0, 10)) expect(await build(text)).toEqual(await build(text));
  });
});

describe('a message that asks for no app', () => {
  test.each(talk)('is answered honestly with prompts to click: $text', async ({ text, says }) => {
    const understood = await understand(text, null);
    expect(understood.kind).toBe('answer');
    const { text: answer, prompts } = understood as Extract<Understanding, { kind: 'answer' }>;
    expect(answer).toMatch(says);
    expect(answer).toMatch(/built-in builder/);
    expect(prompts).toHaveLength(3);
    for (const prompt of prompts) expect((await understand(prompt, null)).kind).toBe('build');
  });
});

describe('follow-ups', () => {
  test('change the app one after the other and keep every stored key', async () => {
    const first = await build(loans);
    let blueprint = first;
    for (const { text, changes } of followUps) {
      const understood = await understand(text, blueprint);
      if (changes === null) {
        expect({ text, kind: understood.kind }).toEqual({ text, kind: 'answer' });
        continue;
      }
      expect({ text, ...understood }).toMatchObject({ text, kind: 'change', changes });
      if (understood.kind !== 'change') continue;
      blueprint = understood.blueprint;
      for (const entity of blueprint.entities) {
        const names = entity.fields.map((field) => field.name);
        expect({ text, names: [...new Set(names)] }).toEqual({ text, names });
      }
    }
    expect(blueprint.title).toBe('Gear Desk');
    expect(blueprint.entities[0]!.fields.find((field) => field.label === 'Member')?.name).toBe('borrower');
    // A tick became a state: it is stored under a key of its own, and the rule goes on to mean "not returned".
    expect(blueprint.entities[0]!.fields.find((field) => field.label === 'Returned')).toMatchObject({ name: 'returnedStatus', type: 'choice' });
    expect(blueprint.entities[0]!.highlights[0]!.when).toContainEqual({ op: 'not-equals', field: 'returnedStatus', value: 'returned' });
  });

  test('never require a field that was added later', async () => {
    const understood = await understand('add an amount (money, required)', await build(loans));
    expect(understood).toMatchObject({ kind: 'change' });
    if (understood.kind === 'change') expect(understood.blueprint.entities[0]!.fields.find((field) => field.name === 'amount')?.required).toBe(false);
  });

  test('mean what people work on when they name no kind of record', async () => {
    const crm = await build('A CRM with contacts, companies and deals. Each deal has a value, a stage (lead, qualified, won, lost) and belongs to a company. Show the pipeline as a board.');
    expect(await understand('add a priority field: low, medium, high', crm)).toMatchObject({ kind: 'change', changes: ['Each deal has a priority'] });
    expect(await understand('add a nickname to contacts', crm)).toMatchObject({ kind: 'change', changes: ['Each contact has a nickname'] });
  });

  test('leave the blueprint they start from as it was', async () => {
    const before = await build(loans);
    const copy = structuredClone(before);
    await understand('add a priority field: low, medium, high', before);
    expect(before).toEqual(copy);
  });
});

// Not a measurement: a pattern that explodes on one of these would not end within the time a test has.
test('a message of 20,000 characters is read to its end', async () => {
  const blueprint = await build(loans);
  for (const burden of burdens) {
    for (const start of ['', 'Build an app to track loans with ', 'add ']) {
      for (const present of [null, blueprint]) {
        const { kind } = await understand((start + burden.repeat(20_000)).slice(0, 20_000), present);
        expect(['build', 'change', 'fix', 'answer']).toContain(kind);
      }
    }
  }
}, 120_000);

test('no text breaks the builder', async () => {
  const blueprint = await build(loans);
  const words = fc.constantFrom('track', 'add', 'loans', 'with', ',', ':', 'in red', '(', ')', 'each', 'has', 'rename', 'to', 'chart', 'per', 'board', '\n- ', 'of', '"', '`', '${x}', '</script>', 'and', '10', 'yes/no', '💡');
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.array(words, { maxLength: 40 }).map((list) => list.join(' ')));
  await fc.assert(fc.asyncProperty(text, fc.boolean(), async (message, followUp) => {
    const understood = await understand(message, followUp ? blueprint : null);
    expect(['build', 'change', 'fix', 'answer']).toContain(understood.kind);
  }), { numRuns: 300 });
}, 60_000);
