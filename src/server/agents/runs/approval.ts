import type { Approval } from '#contract/chats.ts';
import { describeModel } from '../models/index.ts';

/** What holds in a chat that is not set: the built-in builder costs nothing and begins at once. */
export function defaultApproval(): Approval {
  return describeModel().builtIn ? 'just_do_it' : 'ask';
}
