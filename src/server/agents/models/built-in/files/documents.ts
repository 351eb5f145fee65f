export { architectureOf } from './documents/architecture.ts';
export { designOf } from './documents/design.ts';
export { requirementsOf, tracesOf } from './documents/requirements.ts';
