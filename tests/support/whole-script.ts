import { loanScript } from './loan-script.ts';
import { repairScript } from './repair-script.ts';
import type { Script } from './scripted-model.ts';

const repairing = repairScript(['throwing button', undefined]);
const crew = ['architect', 'designer', 'coder', 'quality'] as const;
const steps = crew.map((agent) => ({ agent, intent: `Work on the loans as ${agent}` }));

/** A run with all that runs have: agents side by side, of whom one asks a person, and a round of repair. */
export const wholeScript: Script = (context, round) => {
  if (context.agent === 'orchestrator' && context.phase === 'plan') {
    return round === 0 ? { calls: [{ tool: 'plan_work', input: { title: 'Loan tracker', kind: 'build', message: 'I am building a loan tracker.', steps } }] } : {};
  }
  if (context.agent === 'architect') {
    if (round > 0) return repairing(context, round - 1);
    return { text: 'One thing first. ', calls: [{ tool: 'ask_person', input: { questions: [{ text: 'Which colour?', kind: 'choice', options: ['Teal', 'Plum'] }] } }] };
  }
  return (context.agent === 'designer' ? loanScript : repairing)(context, round);
};
