import fc from 'fast-check';
import { content } from './content.ts';
import { membership } from './membership.ts';

/** One step as plain numbers, which say what to choose among whatever there then is; so steps can be left out and made smaller. */
export type Step = {
  kind: string;
  /** Which of the possible targets. */
  picks: number[];
  /** Who tries: somebody who may, a member of the place who may not, or anybody. */
  who: 'entitled' | 'member' | 'anybody';
  actor: number;
  /** What the request names: no project, the one it is about, or one of all projects and forgeries. */
  scope: 'none' | 'its own' | 'any';
  /** Who has a transaction open since before the step and looks again after it: mostly whoever it concerns. */
  witness: number;
  /** Which scopes everybody looks through afterwards. */
  lens: number;
  /** Whether the actor's statement also reads, in the same moment. */
  readsAlong: boolean;
};

export const makers = { ...membership, ...content };

// How often each is tried: much of what gives and takes rights, and enough content to see it by.
const weights: Record<string, number> = {
  add: 6, changeRole: 5, removeMember: 4, leave: 3, setStatus: 2, reactivate: 3, archive: 2, restore: 4, invite: 9, accept: 5, decline: 2, revoke: 3,
  createWorkspace: 2, createProject: 2, renameWorkspace: 2, renameProject: 2, changeProfile: 2,
  create: 14, createByServer: 3, edit: 6, removeRow: 5, misplace: 3, move: 3, moveByServer: 2,
};

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(...Object.keys(makers).map((kind) => ({ weight: weights[kind] ?? 1, arbitrary: fc.constant(kind) }))),
  picks: fc.array(fc.nat(9_973), { minLength: 5, maxLength: 5 }),
  who: fc.oneof({ weight: 5, arbitrary: fc.constant('entitled' as const) }, { weight: 3, arbitrary: fc.constant('member' as const) }, { weight: 2, arbitrary: fc.constant('anybody' as const) }),
  actor: fc.nat(96),
  scope: fc.oneof({ weight: 4, arbitrary: fc.constant('none' as const) }, { weight: 4, arbitrary: fc.constant('its own' as const) }, { weight: 1, arbitrary: fc.constant('any' as const) }),
  witness: fc.nat(96),
  lens: fc.nat(96),
  readsAlong: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

/** Sequences of up to this many steps. A failing one is shortened by leaving steps out. */
export const sequence = (atMost: number): fc.Arbitrary<Step[]> => fc.array(fc.noShrink(step), { minLength: 1, maxLength: atMost, size: 'max' });
