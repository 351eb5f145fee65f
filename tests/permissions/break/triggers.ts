import pg from 'pg';
import { probes, spareParts, spareTriggers } from '../guards/triggers.ts';
import { probeStatement } from '../guards/probe.ts';
import type { Subject, Trigger } from '../guards/probe.ts';
import type { Break, Example } from './breaks.ts';
import { withoutParts } from './expression.ts';

/** The triggers of a table that we wrote. */
export async function triggersOf(admin: pg.Client, table: string): Promise<Trigger[]> {
  const { rows } = await admin.query<Trigger>(`
    select t.tgname as name, p.proname as function, pg_get_triggerdef(t.oid) as definition, substring(pg_get_triggerdef(t.oid) from ' WHEN \\((.*)\\) EXECUTE ') as condition
    from pg_trigger t join pg_proc p on p.oid = t.tgfoid
    where t.tgrelid = $1::regclass and not t.tgisinternal and p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) order by 1`, [table]);
  return rows;
}

/** Each trigger dropped, without a part of its condition, and deaf to one of its events. */
export function* breaksOfTrigger(e: Example, trigger: Trigger, rules: Pick<Subject, 'insert' | 'change'>): Generator<Break> {
  const name = `${e.name} ${trigger.name}`;
  if (name in spareTriggers) return;
  const probe = probes[name] ?? probes[trigger.function] ?? probes[trigger.name];
  if (!probe) throw new Error(`Nothing in tests/permissions/guards/triggers.ts says what ${name} is for.`);
  const subject: Subject = { ...e, ...rules, trigger, changes: namedColumns(trigger.definition).map((column) => `${column} = ${column}`) };
  if (subject.changes.length === 0) subject.changes.push('id = id');
  const asked = probe(subject);
  const tried = asked.map(probeStatement);
  const drop = `drop trigger ${pg.escapeIdentifier(trigger.name)} on ${e.table}`;
  for (const sql of [drop, ...lesser(name, trigger).map((definition) => `${drop}; ${definition}`)]) {
    yield { name: trigger.name, given: '', sql, tried, must: asked.map(({ raises = 'accepted' }) => raises) };
  }
}

function lesser(name: string, { definition, condition }: Trigger): string[] {
  const isSpare = (part: string) => spareParts.some((spare) => spare.trigger.test(name) && spare.part.test(part));
  const conditions = condition === null ? [] : withoutParts(condition, isSpare).map((other) => definition.replace(`(${condition})`, () => `(${other})`));
  const [, time, events] = /(BEFORE|AFTER) (.+?) ON /.exec(definition)!;
  const list = events!.split(' OR ');
  const columns = namedColumns(definition);
  const fewer = list.length < 2 ? [] : list.map((_, i) => list.toSpliced(i, 1).join(' OR '));
  if (columns.length > 1) fewer.push(...columns.map((_, i) => events!.replace(columns.join(', '), columns.toSpliced(i, 1).join(', '))));
  return [...conditions, ...fewer.map((other) => definition.replace(`${time} ${events} ON `, `${time} ${other} ON `))];
}

function namedColumns(definition: string): string[] {
  return / UPDATE OF ([\w, ]+?)(?: OR | ON )/.exec(definition)?.[1]?.split(', ') ?? [];
}
