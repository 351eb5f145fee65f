import { agentTypes } from '#contract/agents.ts';
import { faces } from '#web/features/agents/faces.ts';
import type { TurnStep } from './turns.ts';
import classes from './crew-mark.module.css';

/** The nine dots of the sign as the nine agents: lit when one has worked, breathing while it works. */
export function CrewMark({ steps, isOver }: { steps: TurnStep[]; isOver: boolean }) {
  return (
    <svg className={classes.mark} width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      {agentTypes.map((agent, index) => {
        const own = steps.filter((step) => step.agent === agent);
        // The orchestrator has no step of its own: it works from the first moment to the last.
        const state = agent === 'orchestrator' ? (isOver ? 'done' : 'working')
          : own.some(({ status }) => status === 'running') ? 'working'
            : own.some(({ status }) => status === 'succeeded' || status === 'failed') ? 'done'
              : own.length > 0 && !isOver ? 'planned' : 'idle';
        return <circle key={agent} data-state={state} style={{ '--hue': faces[agent].hue }} cx={3.5 + 6.5 * (index % 3)} cy={3.5 + 6.5 * Math.floor(index / 3)} r="2.4" />;
      })}
    </svg>
  );
}
