import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countTraces, withMore } from '#tests/support/account-traces.ts';
import { connect, doAs, signUp } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

// Every form of account, in every mode, with and without invitation and domain, followed by what may become of it: what the
// database makes of it is compared with the few rules below, and it is never left half-made.
const database = await testDatabase({ open: false });
let admin: pg.Client;
let auth: pg.Client;
let app: pg.Client;
let first: string;
const places: Record<string, string> = {};
let count = 0;

beforeAll(async () => {
  [admin, auth, app] = await Promise.all([connect(database.adminUrl), connect(database.authUrl), connect(database.appUrl)]);
  first = await signUp(auth, 'first@example.com', { proven: true });
  // Verified; claimed only; verified, but its workspace is archived.
  for (const [domain, verified] of [['corp.test', true], ['claimed.test', false], ['archived.test', true]] as const) {
    const [workspace] = await doAs(app, first, 'select create_workspace($1, $1) as id', [domain]);
    const [claim] = await doAs(app, first, 'select * from claim_workspace_domain($1, $2)', [workspace!.id, domain]);
    if (verified) await doAs(app, 'service_role', 'update workspace_domains set verified_at = now() where id = $1', [claim!.domain_id]);
    places[domain] = workspace!.id as string;
  }
  await doAs(app, first, 'select archive_workspace($1)', [places['archived.test']]);
});
afterAll(() => Promise.all([admin.end(), auth.end(), app.end()]));

// `%` stands for a name of the run's own. The second part says whether it is an address at all.
const forms = {
  plain: ['%@corp.test', true], elsewhere: ['%@example.com', true], upper: ['%@CORP.TEST', true], spaced: ['  %@corp.test ', true], plus: ['%+x@corp.test', true],
  claimed: ['%@claimed.test', true], archived: ['%@archived.test', true], below: ['%@mail.corp.test', true], dotted: ['%@corp.test.', true], longer: ['%@corp.test.evil.test', true],
  cyrillic: ['%@c\u043Erp.test', true], fullwidth: ['%\uFF20corp.test@evil.test', true], percent: ['%%corp.test@evil.test', true],
  quoted: ['"%@corp.test"@evil.test', false], twice: ['%@corp.test@evil.test', false], bare: ['%', false], nobody: ['@corp.test', false], nowhere: ['%@', false],
  onlyFullwidth: ['%\uFF20corp.test', false], inside: ['% x@corp.test', false], newline: ['%@corp.test\n', false], tab: ['\t%@corp.test', false], unbroken: ['%\u00A0@corp.test', false],
  invisible: ['%\u200B@corp.test', false], reversed: ['%\u202E@corp.test', false], joined: ['%@\u2060corp.test', false], kelvin: ['%\u212A@corp.test', false], dottedI: ['%\u0130@corp.test', false],
} satisfies Record<string, [string, boolean]>;
type Form = keyof typeof forms;

const form = fc.constantFrom(...Object.keys(forms) as Form[]);
const step = fc.oneof(fc.constant({ do: 'prove' as const }), fc.constant({ do: 'doubt' as const }), fc.constant({ do: 'sign in' as const }), fc.record({ do: fc.constant('move' as const), to: form }));
const story = fc.record({
  mode: fc.constantFrom('waitlist', 'open', 'invite'),
  kind: fc.constantFrom('address', 'address', 'address', 'phone', 'both', 'anonymous'),
  form,
  proven: fc.boolean(),
  invitation: fc.constantFrom('none', 'none', 'open', 'expired', 'revoked'),
  said: fc.constantFrom(null, {}, { name: ' Ada ' }, { name: 7 }, { full_name: 'x'.repeat(500) }, ['name'], 'name', { name: { first: 'Ada' } }),
  steps: fc.array(step, { maxLength: 4 }),
});

type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

/** The address as it is kept, or null for one that is refused. */
function kept(address: string, valid: boolean): string | null {
  return valid ? address.trim().toLowerCase() : null;
}

test('an account is what the rules say, all of it or nothing, whatever its form and whatever becomes of it', async () => {
  await fc.assert(fc.asyncProperty(story, tell), { numRuns: 250 });
});

async function tell({ mode, kind, form: named, proven: provenAtOnce, invitation, said, steps }: Story): Promise<void> {
  const write = (wanted: Form) => ({ address: forms[wanted][0].replace('%', `p${++count}`), valid: forms[wanted][1] });
  const anonymous = kind === 'anonymous';
  const asked = kind === 'phone' || anonymous ? null : write(named);
  let proven = asked !== null && provenAtOnce;
  let address = asked && kept(asked.address, asked.valid);
  const invited = invitation !== 'none' && address !== null;
  if (invited) await invite(address!, invitation);
  await doAs(app, 'service_role', 'select set_signup_mode($1)', [mode]);

  const before = await countTraces(admin);
  const id = randomUUID();
  const refusal = await state(`insert into users (id, email, phone, is_anonymous, email_verified, raw_user_meta_data) values ($1, $2, $3, $4, $5, $6)`,
    [id, asked?.address ?? null, kind === 'phone' || kind === 'both' ? `+${++count}` : null, anonymous, proven, said === null ? null : JSON.stringify(said)]);
  const isInvited = invited && invitation === 'open';
  const expected = asked && !asked.valid ? '23514' : mode === 'invite' && !isInvited && !anonymous ? '42501' : null;
  expect(refusal).toBe(expected);
  const whole = refusal ? before : anonymous ? { ...before, accounts: before.accounts + 1 } : withMore(before, 1);
  expect(await countTraces(admin)).toEqual(whole);
  if (refusal || anonymous) return;

  let joined = proven && address!.endsWith('@corp.test');
  const waiting = isInvited ? 'invited' : 'waitlist';
  const check = async () => expect(await stored(id)).toEqual({
    email: address, status: joined || mode === 'open' ? 'active' : waiting, super: false, proven,
    workspaces: joined ? [places['corp.test']] : [],
  });
  await check();

  for (const next of steps) {
    if (next.do === 'prove' || next.do === 'doubt') {
      proven = next.do === 'prove';
      expect(await state('update users set email_verified = $2 where id = $1', [id, proven])).toBeNull();
    } else if (next.do === 'sign in') {
      expect(await state('update users set last_sign_in_at = now() where id = $1', [id])).toBeNull();
    } else {
      const to = write(next.to);
      expect(await state('update users set email = $2 where id = $1', [id, to.address])).toBe(to.valid ? null : '23514');
      address = kept(to.address, to.valid) ?? address;
    }
    // Who has joined stays a member: leaving is another matter than moving.
    joined ||= proven && address !== null && address.endsWith('@corp.test');
    await check();
    expect(await countTraces(admin)).toEqual(whole);
  }
}

async function invite(address: string, how: string): Promise<void> {
  await doAs(app, first, `select * from invite_to_workspace($1, $2, 'admin')`, [places['claimed.test'], address]);
  if (how === 'expired') await admin.query(`update public.invitations set expires_at = now() - interval '1 second' where email = $1`, [address]);
  if (how === 'revoked') await admin.query('update public.invitations set revoked_at = now() where email = $1', [address]);
}

/** The SQLSTATE with which the statement of the auth service is refused, or null. */
async function state(sql: string, values: unknown[]): Promise<string | null> {
  try {
    await auth.query(sql, values);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

async function stored(id: string): Promise<Record<string, unknown>> {
  const { rows } = await admin.query(`
    select u.email, u.status, u.is_super_user as super, u.email_confirmed_at is not null as proven, array(
      select m.workspace_id from public.workspace_users m join public.workspaces w on w.id = m.workspace_id and not w.is_global where m.user_id = u.id) as workspaces
    from public.users u where u.id = $1`, [id]);
  return rows[0];
}
