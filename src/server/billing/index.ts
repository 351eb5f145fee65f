export { estimateRun } from './estimate.ts';
export { costOf, setPrices, type Price, type Tokens } from './prices.ts';
export { rollBillingPeriods } from './queries.ts';
export { billingRoutes } from './routes.ts';
export { forgiveRun, reserveTokens, settleTokens } from './tokens.ts';
export { findAllowance } from './usage-queries.ts';
