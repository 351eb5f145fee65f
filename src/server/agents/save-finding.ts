import type { AgentType } from '#contract/agents.ts';
import type { DocumentBlock } from '#contract/documents.ts';
import { asActor } from '#server/platform/database/index.ts';
import { toAppError } from '#server/platform/errors.ts';
import { deriveId } from './derive-id.ts';
import { traceChecks } from './trace.ts';
import type { ToolCall } from './tool.ts';
import type { ReportFindingInput, ReportFindingOutput } from './tools/report-finding.ts';

// The table knows three kinds; which agent found it stands in the metadata.
const contextTypes: Partial<Record<AgentType, 'search' | 'data' | 'quality'>> = { search: 'search', 'data-validation': 'data' };

/** Stores a finding as a document of the project, as the asker; one per agent's step. */
export async function saveFinding(call: ToolCall, finding: ReportFindingInput): Promise<ReportFindingOutput> {
  const { run, agent, state } = call;
  const id = deriveId(run.runId, call.stepIndex, 'finding');
  const metadata = { verdict: finding.verdict, agent, runId: run.runId, artifactId: state.published?.artifactId ?? (state.base.version > 0 ? state.base.artifactId : null) };
  const values = {
    title: finding.title, content: JSON.stringify({ blocks: blocksOf(finding), source: finding }), metadata: JSON.stringify(metadata),
  };
  try {
    await asActor(call.actor, async (tx) => {
      const row = { id, project_id: run.projectId, context_type: contextTypes[agent] ?? 'quality' as const, ...values };
      await tx.insertInto('project_context').values(row).onConflict((c) => c.column('id').doUpdateSet(values)).execute();
    }, { projectId: run.projectId });
    await traceChecks(call, id, finding);
    return { saved: true, documentId: id };
  } catch (error) {
    if (toAppError(error).code !== 'not_allowed') throw error;
    return { saved: false, reason: 'Findings of this project are stored for its owners and managers; the person who asked is neither. Your verdict counts all the same.' };
  }
}

const verdicts = { pass: 'All is well.', warn: 'It works, with remarks.', fail: 'Something has to be done.' };

function blocksOf(f: ReportFindingInput): DocumentBlock[] {
  const blocks: DocumentBlock[] = [{ type: 'paragraph', text: `${verdicts[f.verdict]} ${f.summary}` }];
  if (f.items.length > 0) blocks.push({ type: 'checklist', items: f.items.map(({ text, ok, outcome, evidence }) => ({ text, done: ok && outcome !== 'unchecked', ...(outcome ? { outcome } : {}), ...(evidence ? { evidence } : {}) })) });
  return blocks;
}
