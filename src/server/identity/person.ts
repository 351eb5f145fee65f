import type { Me } from '#contract/people.ts';
import { asSystem } from '#server/platform/database/index.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { findPersonalProject, findUser, hasAccounts, listMemberships } from './queries.ts';

/** What `GET /api/me` answers; people without an active account see themselves and nothing else. */
export async function describeMe(tx: Tx, userId: string): Promise<Me> {
  const user = await findUser(tx, userId);
  if (!user) throw new AppError('not_signed_in', 'Your account no longer exists.', { hint: 'Sign in with another account.' });
  return {
    user: {
      id: user.id,
      email: user.email,
      displayName: user.display_name ?? user.email?.split('@')[0] ?? 'Somebody',
      status: user.status as Me['user']['status'],
      isSuperUser: user.is_super_user,
    },
    personalProjectId: await findPersonalProject(tx, userId),
    workspaces: await listMemberships(tx, userId),
  };
}

/** Whether the next sign-up will be the first account, which administers the instance. */
export async function isFirstAccount(): Promise<boolean> {
  return !await asSystem('first account', hasAccounts);
}
