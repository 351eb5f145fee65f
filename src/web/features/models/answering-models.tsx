import { IconBolt, IconSparkles } from '@tabler/icons-react';
import { agentTypes } from '#contract/agents.ts';
import type { AnsweringModels } from '#contract/models.ts';
import { faces } from '#web/features/agents/faces.ts';
import classes from './models-page.module.css';

/** Which models answer, in a sentence and agent by agent. */
export function AnsweringModelsNote({ models }: { models: AnsweringModels }) {
  const { builtIn, from } = models;
  const byModel = Map.groupBy(agentTypes, (agent) => models.agents[agent]);
  return (
    <section className={classes.card} aria-labelledby="answering">
      <h2 id="answering" className={classes.heading}>
        {builtIn ? <IconBolt size={18} stroke={1.8} aria-hidden="true" /> : <IconSparkles size={18} stroke={1.8} aria-hidden="true" />}
        {builtIn ? 'The built-in builder answers' : from === 'workspace' ? 'Models of this workspace answer' : 'Models of this instance answer'}
      </h2>
      {builtIn ? (
        <p className={classes.soft}>
          It works by rules instead of an AI model: it needs no key, works offline and is free. It builds trackers, forms, boards and
          dashboards from a description, and makes common changes. An AI model understands freer wishes and writes its own code.
        </p>
      ) : (
        <dl className={classes.lines}>
          {[...byModel].map(([model, agents]) => (
            <div key={model}><dt>{model}</dt><dd>{agents.map((agent) => faces[agent].name).join(', ')}</dd></div>
          ))}
        </dl>
      )}
    </section>
  );
}
