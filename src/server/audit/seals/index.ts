export { dropExpired, makePartitions } from './retention.ts';
export { sealAuditLogs } from './seal.ts';
export { verifyAuditLogs } from './verify.ts';
export type { Verdict } from './verify.ts';
export type { Receipt } from './receipts.ts';
