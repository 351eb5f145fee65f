import { artifacts } from './matrix/artifacts.ts';
import { audit } from './matrix/audit.ts';
import { backups } from './matrix/backups.ts';
import { billing } from './matrix/billing.ts';
import { chats } from './matrix/chats.ts';
import { connections } from './matrix/connections.ts';
import { documents } from './matrix/documents.ts';
import { identity } from './matrix/identity.ts';
import { models } from './matrix/models.ts';
import { storage } from './matrix/storage.ts';
import { tenancy } from './matrix/tenancy.ts';
import type { TableRules } from './model.ts';

/** The permission matrix: every table and view in schema public, and the two of schema storage. */
export const matrix: TableRules[] = [
  ...identity,
  ...tenancy,
  ...chats,
  ...artifacts,
  ...documents,
  ...storage,
  ...connections,
  ...models,
  ...billing,
  ...backups,
  ...audit,
];
