/** What an app may be. Enough for hundreds of screens; a build of that size stays below a second. */
export const maxFiles = 300;
export const maxFileBytes = 512 * 1024;
export const maxTotalBytes = 4 * 1024 * 1024;
export const maxPathLength = 200;
/** Longer builds are stopped: a normal one takes some milliseconds. */
export const buildTimeoutMs = 10_000;
/** Builds that may wait for their turn, one for each run that is at work; more are refused, so that nobody waits for minutes. */
export const maxWaitingBuilds = 500;
/** The builder process ends when nothing was built for so long. */
export const idleMs = 60_000;
/** Most memory the builder and its esbuild may take together. */
export const maxBuilderBytes = 1024 * 1024 * 1024;
/** Errors told at once; the rest follows from them as a rule. */
export const maxErrors = 20;
