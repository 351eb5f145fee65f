export { maskAddress, recordAccess } from './access.ts';
export type { Access, Accessor } from './access.ts';
export { flushRefusals, noteFailure, noteRefusal } from './refusals.ts';
export { auditRoutes } from './routes.ts';
export { dropExpired, makePartitions, sealAuditLogs, verifyAuditLogs } from './seals/index.ts';
export type { Receipt, Verdict } from './seals/index.ts';
