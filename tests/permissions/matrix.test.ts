import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { matrix } from './matrix.ts';
import { cell, commands, isSeenByWorkspace, kindsOf, roles, titleOf } from './model.ts';
import type { Role } from './model.ts';
import { attempt, placeOf } from './probe.ts';
import { buildWorld } from './world.ts';
import type { World } from './world.ts';

const database = await testDatabase({ open: false });
let admin: pg.Client;
let world: World;

beforeAll(async () => {
  const auth = await connect(database.authUrl);
  admin = await connect(database.adminUrl);
  world = await buildWorld(admin, auth);
  await auth.end();
});
afterAll(() => admin.end());

const people = roles.filter((role) => role !== 'service_role');
const signedInPeople = people.filter((role) => role !== 'anon');
const isGlobal = (kind: string) => kind.includes('global');
// Naming or archiving a project concerns what lies in one; these lie in a workspace or nowhere.
const narrowed = matrix.filter((rules) => rules.tenant && !['workspaces', 'workspace_users', 'workspace_domains', 'storage.objects, bucket workspace-files'].includes(titleOf(rules)));

for (const rules of matrix) {
  describe(titleOf(rules), () => {
    for (const role of roles) {
      for (const command of commands) {
        const { word, kinds } = cell(rules, command, role);
        test(`${role}: ${command} is "${word}"`, async () => {
          for (const kind of kindsOf(rules, command)) {
            const answer = await attempt(admin, world, { rules, command, kind, role });
            const expected = kinds.includes(kind) ? 'allowed' : 'refused';
            // A row that cannot exist for this role refuses by itself.
            if (answer === 'impossible' && (expected === 'refused' || role === 'service_role')) continue;
            expect(answer, `${command} ${titleOf(rules)} (${kind}) as ${role}`).toBe(expected);
          }
        });
      }
    }

    if (rules.tenant) {
      test('nobody reaches the rows of another tenant', () => refusedTo(signedInPeople.filter((role) => role !== 'outsider'), { place: 'theirs' }));
      test('an archived workspace is closed to everybody below its own row', () =>
        refusedTo(signedInPeople, { before: 'update public.workspaces set is_active = false, deleted_at = now() where id = :workspace', except: ownRow('workspaces') }));
    }
    if (narrowed.includes(rules)) {
      const wide: Except = (_command, kind, role) => isSeenByWorkspace(rules, kind, role);
      const restorable = ownRow('projects');
      test('an archived project is closed to everybody, its own row apart', () =>
        refusedTo(signedInPeople, {
          before: 'update public.projects set is_active = false, deleted_at = now() where id = :project', except: (...asked) => wide(...asked) || restorable(...asked),
        }));
      test('naming the project changes nothing for those who reach it', async () => {
        for (const role of signedInPeople) {
          for (const command of commands) {
            for (const kind of cell(rules, command, role).kinds) {
              const narrowedTo = placeOf(world, role).project;
              expect(await attempt(admin, world, { rules, command, kind, role, narrowedTo }), `${command} ${kind} as ${role}`).toBe('allowed');
            }
          }
        }
      });
      test('naming another project, or none that exists, shows and changes nothing', async () => {
        for (const wrong of [world.places.theirs.project, '00000000-0000-4000-8000-000000000000', 'not-a-uuid', `'; drop table x; --`]) {
          await refusedTo(signedInPeople, { narrowedTo: wrong, except: wide });
        }
      });
    }
    for (const status of ['banned', 'inactive', 'archived', 'waitlist', 'invited']) {
      test(`a person with status ${status} reaches nothing but the own users row`, () => refusedTo(signedInPeople, {
        before: `update public.users set status = '${status}' where id = :caller`,
        except: (command, kind) => rules.table === 'users' && command === 'select' && kind === 'own',
      }));
    }
  });

  type Except = (command: string, kind: string, role: Role) => boolean;
  async function refusedTo(who: Role[], o: { place?: 'theirs'; before?: string; narrowedTo?: string; except?: Except }): Promise<void> {
    for (const role of who) {
      for (const command of commands) {
        // What is refused anyway needs no second look, except across tenants.
        const kinds = o.place ? kindsOf(rules, command) : cell(rules, command, role).kinds;
        for (const kind of kinds) {
          if (o.except?.(command, kind, role) || (o.place && isGlobal(kind)) || (o.before?.includes('workspaces') && isGlobal(kind))) continue;
          const place = o.place && world.places[o.place];
          const answer = await attempt(admin, world, { rules, command, kind, role, ...(place ? { place } : {}), ...(o.before ? { before: o.before } : {}), ...(o.narrowedTo ? { narrowedTo: o.narrowedTo } : {}) });
          expect(answer, `${command} ${titleOf(rules)} (${kind}) as ${role}`).not.toBe('allowed');
        }
      }
    }
  }

  // The own row of what is archived stays visible to those who may restore it.
  function ownRow(table: 'workspaces' | 'projects'): Except {
    const restorers: Role[] = table === 'workspaces' ? ['workspace owner', 'workspace admin'] : ['workspace owner', 'workspace admin', 'project owner', 'personal-project owner'];
    return (command, _kind, role) => rules.table === table && command === 'select' && restorers.includes(role);
  }
}
