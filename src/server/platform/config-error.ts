/** A variable holds something the server cannot use. The message names the variable and the cure. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}
