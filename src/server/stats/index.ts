export { writeDailyStats } from './queries.ts';
