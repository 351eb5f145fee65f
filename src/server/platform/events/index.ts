export { announce, closeEvents, openEvents, subscribe } from './listener.ts';
export { streamEvents } from './stream.ts';
export type { StreamEvent } from './stream.ts';
