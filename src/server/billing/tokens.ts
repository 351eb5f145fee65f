import { sql } from 'kysely';
import type { AgentType } from '#contract/agents.ts';
import { asSystem, type Tx } from '#server/platform/database/index.ts';
import { AppError } from '#server/platform/errors.ts';
import type { Tokens } from './prices.ts';

/** For whose call tokens are kept. */
export type Asker = { projectId: string; chatId: string; runId: string; askerId: string };

/** How long a call waits for tokens that other runs hold, and how often it looks. In milliseconds. */
const patienceMs = 30_000;
const lookEveryMs = 250;

/**
 * Keeps up to `amount` tokens for a call, at least `atLeast`; returns how many. Throws `allowance_used_up` with the words
 * of the budget that is spent. The same id keeps them once, so a call made again after a crash takes over what it had.
 */
export async function reserveTokens(id: string, of: Asker, o: { amount: number; atLeast: number; signal: AbortSignal }): Promise<number> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const kept = await asSystem('token allowance', async (tx) => {
      await sql`select public.reserve_tokens(p.workspace_id, p.id, ${of.chatId}::uuid, ${of.runId}::uuid, ${of.askerId}::uuid,
        ${o.amount}::bigint, ${o.atLeast}::bigint, ${id}::uuid) from projects p where p.id = ${of.projectId}::uuid`.execute(tx);
      return tx.selectFrom('token_reservations').select('tokens').where('id', '=', id).executeTakeFirst();
    });
    if (kept) return Number(kept.tokens);
    o.signal.throwIfAborted();
    if (Date.now() > until) {
      throw new AppError('allowance_used_up', 'The tokens that are left are held by other runs.', { hint: 'Send the message again when those runs are over.' });
    }
    await new Promise((wake) => setTimeout(wake, lookEveryMs));
  }
}

/** What is booked when a call is over. With a `reason` it is recorded, but not charged. */
export type Booking = { agent: AgentType; model: string; tokens: Tokens; cost: number | null; reason?: string };

/** Ends a reservation and books what was used; false when it had ended already. */
export async function settleTokens(tx: Tx, id: string, { agent, model, tokens, cost, reason }: Booking): Promise<boolean> {
  const about = JSON.stringify({ model: model.slice(0, 200), ...tokens, cost, reason });
  const { rows } = await sql<{ used: string | null }>`select public.settle_tokens(${id}::uuid, ${tokens.input + tokens.output}::bigint,
    ${usageType(agent)}, ${agent}, ${about}::jsonb) as used`.execute(tx);
  return rows[0]?.used != null;
}

/** Gives back all that a run was charged, and ends its reservations. Again it gives nothing more. */
export async function forgiveRun(tx: Tx, runId: string, reason: string): Promise<void> {
  await sql`select public.forgive_run(${runId}::uuid, ${reason})`.execute(tx);
}

function usageType(agent: AgentType): string {
  if (agent === 'search') return 'search';
  return agent === 'coder' ? 'artifact_generation' : 'chat';
}
