import { loanApp, loanCollections, loanExercises, type Fault } from './faulty-app.ts';
import type { Script } from './scripted-model.ts';

/** Builds the little loan app with the first of these faults, and repairs it into the next, round by round; undefined is an app without a fault. */
export function repairScript(versions: (Fault | undefined)[]): Script {
  return (context, round) => {
    if (context.agent === 'orchestrator') {
      if (context.phase === 'summary') return { text: 'That is how it stands.' };
      const steps = [{ agent: 'architect', intent: 'Define the loans' }, { agent: 'coder', intent: 'Write it' }, { agent: 'quality', intent: 'Try it' }];
      return round === 0 ? { calls: [{ tool: 'plan_work', input: { title: 'Loans', kind: 'build', message: 'On it.', steps } }] } : {};
    }
    if (context.agent === 'architect') return round === 0 ? { calls: [{ tool: 'define_collections', input: { collections: loanCollections } }] } : { text: 'One collection.' };
    if (context.agent === 'coder') {
      const fault = versions[context.repair?.round ?? 0];
      return [
        { calls: [{ tool: 'write_file', input: { path: 'app.tsx', content: loanApp(fault), isMainFile: true } }] },
        { calls: [{ tool: 'publish_version', input: { title: 'Loans', summary: 'Loans in a list.', changes: [] } }] },
      ][round] ?? { text: 'Written.' };
    }
    return [
      { calls: [{ tool: 'build_app', input: {} }] },
      { calls: [{ tool: 'exercise_app', input: { exercises: loanExercises } }] },
    ][round] ?? { text: 'Tried.' };
  };
}
