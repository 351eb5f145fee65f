import { allow, byFunction } from '../model.ts';
import type { TableRules } from '../model.ts';

export const backups: TableRules[] = [
  {
    table: 'backups', about: 'Insert: `request_backup`. Written by the server, which never deletes a row.', tenant: false,
    rules: { select: [allow(['super user'])], insert: [byFunction(['super user'])], update: [], delete: [] },
    columns: { insert: [], update: [] }, serverRefused: ['delete'],
    rows: { any: `insert into public.backups (requested_by) values ('super user') returning id` },
    inserts: { any: `insert into public.backups (requested_by) values ('super user')` },
    change: `status = 'running', started_at = now()`,
  },
];
