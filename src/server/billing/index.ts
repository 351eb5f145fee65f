export { costOf, setPrices, type Price, type Tokens } from './prices.ts';
export { rollBillingPeriods } from './queries.ts';
export { forgiveRun, reserveTokens, settleTokens } from './tokens.ts';
