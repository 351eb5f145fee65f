import type { RunError, RunStatus } from '#contract/agents.ts';
import type { RunState } from './state.ts';

export type Verdict = { status: Extract<RunStatus, 'succeeded' | 'needs_attention'>; error?: RunError };

/** Whether the run may end green: the app was published, builds, renders, and no check failed. Otherwise the evidence. */
export function judge(state: RunState): Verdict {
  const stopped = state.steps.filter((step) => step.status === 'failed');
  const { build, render, publish } = state.checks;
  // Before its consequences: a run that went in circles failed through no fault of the person who asked.
  const circled = state.steps.filter((step) => state.loops.includes(step.index));
  if (circled.length > 0) return attention('loop_detected', 'An agent went in circles and was stopped.', summaries(circled));
  const coded = state.steps.some((step) => step.agent === 'coder');
  if (coded && !state.published) {
    return attention('not_published', 'No version could be made: the app does not build.', publish ?? summaries(stopped));
  }
  if (build?.length) return attention('build_failed', 'The app does not build.', build);
  if (render?.length) return attention('render_failed', 'The app builds, but does not open without errors.', render);
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

function attention(code: string, detail: string, evidence: string[]): Verdict {
  const shown = evidence.slice(0, maxEvidence).map((line) => line.slice(0, 300));
  return {
    status: 'needs_attention',
    error: {
      code,
      detail: [detail, ...shown].join('\n'),
      hint: 'Send "Fix this", or say in your own words what should be different.',
    },
  };
}
