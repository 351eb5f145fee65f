import { sql } from 'kysely';
import type { AgentType } from '#contract/agents.ts';
import type { Allowance, Spent, Usage } from '#contract/billing.ts';
import type { Tx } from '#server/platform/database/index.ts';

type Row = {
  part: 'total' | 'day' | 'agent' | 'person' | 'project'; day: string | null; agent: AgentType | null; person: string | null; project: string | null;
  name: string | null; charged: string; not_charged: string; cost: string | null;
};

/** What was used in a workspace or a project in the last days, as far as the caller may see it: a row a day, agent, person and project. */
export async function sumUsage(tx: Tx, of: { workspaceId: string } | { projectId: string }, days: number): Promise<Omit<Usage, 'allowance'>> {
  const place = 'projectId' in of ? sql`u.project_id = ${of.projectId}::uuid` : sql`u.workspace_id = ${of.workspaceId}::uuid`;
  const { rows } = await sql<Row>`
    with used as (
      select u.*, (u.created_at at time zone 'utc')::date as day from token_usage u
      where ${place} and u.created_at >= (date_trunc('day', now() at time zone 'utc') - make_interval(days => ${days - 1}::integer)) at time zone 'utc'
    ), sums as (
      select case when grouping(day) = 0 then 'day' when grouping(agent_type) = 0 then 'agent' when grouping(created_by) = 0 then 'person'
          when grouping(project_id) = 0 then 'project' else 'total' end as part,
        day, agent_type, created_by, project_id,
        coalesce(sum(tokens_used) filter (where charged), 0) as charged,
        coalesce(sum(abs(tokens_used)) filter (where not charged or corrects is not null), 0) as not_charged,
        case when count(*) filter (where corrects is null and cost_microdollars is null) = 0 then coalesce(sum(cost_microdollars), 0) end as cost
      from used group by grouping sets ((), (day), (agent_type), (created_by), (project_id))
    )
    select s.part, s.day::text as day, s.agent_type as agent, s.created_by as person, s.project_id as project,
      case s.part when 'person' then m.display_name when 'project' then p.name end as name, s.charged, s.not_charged, s.cost
    from sums s left join member_profiles m on m.id = s.created_by left join projects p on p.id = s.project_id
    order by s.part, case when s.part <> 'day' then s.charged + s.not_charged end desc, s.day`.execute(tx);
  const partsOf = (part: Row['part']) => rows.filter((row) => row.part === part);
  const [total] = partsOf('total');
  return {
    days,
    total: total ? spentOf(total) : { charged: 0, notCharged: 0, costMicrodollars: 0 },
    byDay: partsOf('day').map((row) => ({ day: row.day!, ...spentOf(row) })),
    byAgent: partsOf('agent').map((row) => ({ agent: row.agent, ...spentOf(row) })),
    byPerson: partsOf('person').map((row) => ({ userId: row.person, name: row.name, ...spentOf(row) })),
    byProject: partsOf('project').map((row) => ({ projectId: row.project, name: row.name, ...spentOf(row) })),
  };
}

function spentOf(row: Pick<Row, 'charged' | 'not_charged' | 'cost'>): Spent {
  return { charged: Number(row.charged), notCharged: Number(row.not_charged), costMicrodollars: row.cost === null ? null : Number(row.cost) };
}

/** What the caller may still use in a workspace. */
export async function findAllowance(tx: Tx, workspaceId: string): Promise<Allowance> {
  const { rows } = await sql<{ tokens_left: string; token_limit: string; own_tokens_left: string | null; own_token_limit: string | null; period_end: Date }>`
    select * from public.token_allowance(${workspaceId}::uuid)`.execute(tx);
  const row = rows[0]!;
  const number = (text: string | null) => (text === null ? null : Number(text));
  return {
    left: Number(row.tokens_left), limit: Number(row.token_limit), ownLeft: number(row.own_tokens_left), ownLimit: number(row.own_token_limit),
    periodEnd: row.period_end.toISOString(),
  };
}
