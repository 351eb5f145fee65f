export { rollBillingPeriods } from './queries.ts';
