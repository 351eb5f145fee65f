import type { AgentType } from '#contract/agents.ts';
import { faces } from './faces.ts';
import classes from './face.module.css';

/** An agent's icon in its colour; decorative, the name stands beside it. */
export function Face({ agent, size = 28, quiet = false }: { agent: AgentType; size?: number; quiet?: boolean }) {
  const { icon: Icon, hue } = faces[agent];
  return (
    <span
      className={classes.face}
      data-quiet={quiet || undefined}
      style={{ '--hue': hue, width: size, height: size }}
      aria-hidden="true"
    >
      <Icon size={Math.round(size * 0.58)} stroke={1.8} />
    </span>
  );
}
