import type { Approval } from '#contract/chats.ts';
import type { ModelPlan } from '../models/plan.ts';

/** What holds in a chat that is not set: the built-in builder costs nothing and begins at once. */
export function defaultApproval({ builtIn }: Pick<ModelPlan, 'builtIn'>): Approval {
  return builtIn ? 'just_do_it' : 'ask';
}
