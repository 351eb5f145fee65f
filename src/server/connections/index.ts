export { connectionRoutes } from './routes.ts';
export { listSecretKeys, openSecret, rotateSecretKeys } from './secrets.ts';
export { refreshExpiringTokens, storeTokens } from './tokens.ts';
export type { Tokens, TokenRefresher } from './tokens.ts';
