/** The matrix: who may send which command to which table. The types of it; the data lies in `matrix/`. */

export const roles = [
  'anon', 'outsider', 'workspace owner', 'workspace admin', 'workspace project_creator', 'project owner', 'project manager',
  'project contributor', 'project viewer', 'personal-project owner', 'super user', 'service_role',
] as const;
export type Role = (typeof roles)[number];

export const commands = ['select', 'insert', 'update', 'delete'] as const;
export type Command = (typeof commands)[number];

export const members: Role[] = ['project owner', 'project manager', 'project contributor', 'project viewer', 'personal-project owner'];
export const writers: Role[] = members.filter((role) => role !== 'project viewer');
export const managers: Role[] = ['project owner', 'project manager', 'personal-project owner'];
export const signedIn: Role[] = roles.filter((role) => role !== 'anon' && role !== 'service_role');
export const workspaceMembers: Role[] = ['workspace owner', 'workspace admin', 'workspace project_creator'];

/** What a group of roles may do: `word` as the documentation shows it, `kinds` the rows (or inserts) it covers. */
export type Rule = { roles: Role[]; word: string; kinds?: string[] };

/**
 * One table. Roles that no rule of a command names are refused. A rule without kinds covers all of them.
 * `rows` are SQL that makes a row of a kind and returns its id; `inserts` are the inserts tried as the role;
 * `change` is the update tried. Names with a colon (`:project`) are filled in from the place and the caller.
 */
export type TableRules = {
  table: string;
  /** `public` unless given. In a schema that is Supabase's own, grants are Supabase's: only the policies are ours. */
  schema?: 'storage';
  /** Which rows these rules are about, where one table has several. */
  part?: string;
  /** SQL run as the role before each attempt. */
  prepare?: string;
  /** What the words leave open, for the documentation. */
  about?: string;
  rules: Record<Command, Rule[]>;
  /** Columns a signed-in person may name in an insert and in an update; and, where not all, read. */
  columns: { insert: string[]; update: string[]; select?: string[] };
  /** What even service_role may not do. */
  serverRefused?: Command[];
  /** Rows of other tenants are tried as well, unless the table is not of a tenant. */
  tenant: boolean;
  rows: Record<string, string>;
  inserts: Record<string, string>;
  change?: string;
  key?: string;
};

/** The table with its schema, for SQL. */
export function relationOf(rules: Pick<TableRules, 'table' | 'schema'>): string {
  return `${rules.schema ?? 'public'}.${rules.table}`;
}

/** What the rules are called, in titles and in `row` of a route: a table of ours by its name alone. */
export function titleOf(rules: Pick<TableRules, 'table' | 'schema' | 'part'>): string {
  return `${rules.schema ? relationOf(rules) : rules.table}${rules.part ? `, ${rules.part}` : ''}`;
}

/** The rule for a role: its word and the kinds it covers, or a refusal. */
export function cell(rules: TableRules, command: Command, role: Role): { word: string; kinds: string[] } {
  const all = kindsOf(rules, command);
  if (role === 'service_role') return rules.serverRefused?.includes(command) ? { word: 'deny', kinds: [] } : { word: 'allow', kinds: all };
  const rule = rules.rules[command].find((r) => r.roles.includes(role));
  return rule ? { word: rule.word, kinds: rule.kinds ?? (rule.word === 'by function' ? [] : all) } : { word: 'deny', kinds: [] };
}

export function kindsOf(rules: TableRules, command: Command): string[] {
  return Object.keys(command === 'insert' ? rules.inserts : rules.rows);
}

export function allow(to: Role[], kinds?: string[]): Rule {
  return { roles: to, word: 'allow', ...(kinds ? { kinds } : {}) };
}

export function only(to: Role[], word: string, kinds: string[]): Rule {
  return { roles: to, word, kinds };
}

export function byFunction(to: Role[], word = 'by function'): Rule {
  return { roles: to, word, kinds: [] };
}

const ledgers = ['token_usage', 'token_reservations', 'token_caps', 'audit_logs', 'access_logs'];

/** Whether the row is seen by way of its workspace: members see all that was used in it, its owner and admin all that was done, whichever project is archived or named. */
export function isSeenByWorkspace(rules: TableRules, kind: string, role: Role): boolean {
  return kind.includes('workspace') || (ledgers.includes(rules.table) && workspaceMembers.includes(role));
}
