const hidden = /^(.*(password|secret|token|cookie|authorization|api-?key|master-?key|connection-?string|database-?url).*|email|e-?mail|to|from|display-?name|full-?name|phone|ip|ip-?address|user-?agent|text|body|content|prompt|record|headers|parameters|detail)$/i;
const maxDepth = 6;

/** A copy whose values under telling keys are `[hidden]`; errors inside are shortened to what names the fault. */
export function redact(fields: Record<string, unknown>): Record<string, unknown> {
  return walk(fields, 0) as Record<string, unknown>;
}

function walk(value: unknown, depth: number): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (value instanceof Error) return describeError(value);
  if (depth >= maxDepth) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => walk(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hidden.test(key) && item != null ? '[hidden]' : walk(item, depth + 1)]));
}

/** What a log line may say about an error. PostgreSQL's `detail`, `where` and parameters hold row values and are left out. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const e = error as Error & { code?: unknown; table?: unknown; constraint?: unknown; routine?: unknown };
  return {
    type: e.name,
    message: e.message,
    ...pick(e, ['code', 'schema', 'table', 'column', 'constraint', 'routine', 'status']),
    stack: e.stack,
    ...(e.cause === undefined ? {} : { cause: describeError(e.cause) }),
  };
}

function pick(from: object, keys: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([key, value]) => keys.includes(key) && value !== undefined));
}
