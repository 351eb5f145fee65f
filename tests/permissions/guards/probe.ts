import type { Example } from '../break/breaks.ts';

/** A trigger as the catalogue has it. `condition` is that of `when (…)`. */
export type Trigger = { name: string; function: string; definition: string; condition: string | null };

/** A trigger's table with an example row, how the matrix inserts such a row and changes it, and changes of nothing that fire the trigger. */
export type Subject = Example & { insert: string; change: string; changes: string[]; trigger: Trigger };

/** What is done, by whom the triggers think, and what must then be true or raised. */
export type TriggerProbe = { do: string[]; as?: string; holds?: string; raises?: string };

/** The probe as one statement: it is accepted if what must be true is true. */
export function probeStatement({ do: statements, as, holds = 'true' }: TriggerProbe): string {
  return `do $probe$ begin
    perform set_config('request.jwt.claim.sub', ${as ? `(${as})::text` : `''`}, true);
    ${statements.map((sql) => `execute $sql$${sql}$sql$;`).join('\n')}
    if (${holds}) is not true then raise exception 'unmet' using errcode = 'TB001'; end if;
  end $probe$`;
}

/** The statement without triggers, as set-up. */
export function silently(sql: string): string[] {
  return ['set local session_replication_role = replica', sql, 'set local session_replication_role = origin'];
}
