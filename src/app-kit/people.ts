import { useEffect, useState } from 'react';
import type { User } from './api.ts';
import { call, currentSession } from './bridge.ts';

/** The person who looks at the app. */
export function currentUser(): User {
  return currentSession().user;
}

/** The person who looks at the app, as a hook. */
export function useCurrentUser(): User {
  return currentSession().user;
}

/** Whether the viewer may change records. The studio decides again at every write. */
export function useCanWrite(): boolean {
  return currentSession().canWrite;
}

let members: Promise<User[]> | null = null;

/** The members of the app's project by name, e.g. for a person field; empty until they are there. */
export function useMembers(): User[] {
  const [list, setList] = useState<User[]>([]);
  useEffect(() => {
    let mounted = true;
    members ??= call('members.list', {}).then(({ items }) => items.toSorted((a, b) => a.displayName.localeCompare(b.displayName)));
    members.then((items) => { if (mounted) setList(items); }, () => { members = null; });
    return () => { mounted = false; };
  }, []);
  return list;
}
