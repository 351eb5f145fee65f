import type pg from 'pg';
import { splitStatements } from './statements.ts';

/** A statement of a file failed; nothing of the file is applied. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

/** Runs a file's statements one after the other and returns them. The error names the file, the line and the statement. */
export async function applyFile(client: pg.ClientBase, path: string, sql: string): Promise<string[]> {
  const statements = splitStatements(sql);
  for (const statement of statements) {
    try {
      await client.query(statement.sql);
    } catch (cause) {
      throw new MigrationError(describe(path, statement, cause), { cause });
    }
  }
  return statements.map((s) => s.sql);
}

function describe(path: string, statement: { sql: string; line: number }, cause: unknown): string {
  const e = cause as Error & { position?: string; detail?: string; hint?: string; where?: string; code?: string };
  const line = statement.line + (e.position ? statement.sql.slice(0, Number(e.position)).split('\n').length - 1 : 0);
  const start = statement.sql.split('\n').slice(0, 3).join('\n    ');
  return [
    `${path}:${line}: ${e.message}${e.code ? ` (${e.code})` : ''}`,
    `  in the statement:\n    ${start.slice(0, 400)}`,
    e.detail && `  detail: ${e.detail}`,
    e.hint && `  hint: ${e.hint}`,
    e.where && `  where: ${e.where.split('\n')[0]}`,
  ].filter(Boolean).join('\n');
}
