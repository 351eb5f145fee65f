import type { RunError, RunEvidence, RunStatus } from '#contract/agents.ts';
import type { RunState } from './state.ts';

export type Verdict = { status: Extract<RunStatus, 'succeeded' | 'needs_attention'>; error?: RunError };

/** Whether the run may end green: the app was published, builds, renders, and no check failed. Otherwise the evidence. */
export function judge(state: RunState): Verdict {
  // What was repaired is judged by its last check.
  const repairedFrom = state.repairs.at(-1)?.from ?? 0;
  const stopped = state.steps.filter((step) => step.status === 'failed' && !(step.index < repairedFrom && (step.agent === 'coder' || step.agent === 'quality')));
  const { build, render, publish, exercise } = state.checks;
  const attention = attentionWith(evidenceOf(state));
  // Before its consequences: a run that went in circles failed through no fault of the person who asked.
  const circled = state.steps.filter((step) => state.loops.includes(step.index));
  if (circled.length > 0) return attention('loop_detected', 'An agent went in circles and was stopped.', summaries(circled));
  const coded = state.steps.some((step) => step.agent === 'coder');
  if (coded && !state.published) {
    return attention('not_published', 'No version could be made: the app does not build.', publish ?? summaries(stopped));
  }
  if (coded && state.brokenChecks.size > 0) {
    return attention('not_tried', 'The app was made, but could not be tried: a check broke in the server.', [...state.brokenChecks]);
  }
  if (build?.length) return attention('build_failed', 'The app does not build.', build);
  if (render?.length) return attention('render_failed', 'The app builds, but does not open without errors.', render);
  if (exercise?.length) return attention('checks_failed', 'The app opens, but does not do all it should.', exercise);
  const failed = state.findings.filter((finding) => finding.verdict === 'fail');
  if (failed.length > 0) {
    return attention('checks_failed', 'Some checks failed.', failed.flatMap((f) => (f.failed.length > 0 ? f.failed : [f.summary])));
  }
  if (stopped.length > 0) return attention('step_stopped', 'One of the agents did not finish its work.', summaries(stopped));
  return { status: 'succeeded' };
}

/** A person let the run end at a limit. */
export function stoppedVerdict(limit: string): Verdict {
  return {
    status: 'needs_attention',
    error: { code: 'limit_reached', detail: `You let the crew stop here. ${limit}`, hint: 'Do the step again where it ended, or ask for something smaller.' },
  };
}

function summaries(steps: RunState['steps']): string[] {
  return steps.map((step) => `${step.agent}: ${step.summary ?? 'stopped'}`);
}

const maxEvidence = 5;

type Attention = (code: string, detail: string, evidence: string[]) => Verdict;

function attentionWith(found: RunEvidence | undefined): Attention {
  return (code, detail, evidence) => {
    const shown = evidence.slice(0, maxEvidence).map((line) => line.slice(0, 300));
    return {
      status: 'needs_attention',
      error: {
        code,
        detail: [detail, ...shown].join('\n'),
        hint: 'Send "Fix this", or say in your own words what should be different.',
        ...(found ? { evidence: found } : {}),
      },
    };
  };
}

const maxCriteria = 60;
const maxLines = 20;

/** What was tried, what fails and what the console says; undefined when there is nothing of it. */
function evidenceOf({ repairs, steps, findings, checks }: RunState): RunEvidence | undefined {
  const tried = repairs.map(({ round, of, from, failures }) => `Round ${round} of ${of}, about: ${(failures[0] ?? '').slice(0, 200)}. ${steps[from]?.summary ?? ''}`.trim());
  const criteria = findings.findLast(({ agent }) => agent === 'quality')?.criteria ?? [];
  const lines = (checks.console ?? []).filter((line) => line.startsWith('error:'));
  if (tried.length === 0 && criteria.length === 0 && lines.length === 0) return undefined;
  return { repairs: tried, criteria: criteria.slice(0, maxCriteria), console: lines.slice(0, maxLines) };
}
