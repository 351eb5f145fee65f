import type { AgentType } from '#contract/agents.ts';
import type { Turn } from '../answer-stream.ts';
import type { Blueprint } from '../blueprint.ts';
import type { Touch } from '../edits/change.ts';
import { exampleEdits } from '../replies/examples.ts';
import { countOf, listOf, resultOf } from './task.ts';
import type { Task } from './task.ts';
import { contentsOf, describeEntity, extrasOf } from './wording.ts';

type Step = { agent: Exclude<AgentType, 'orchestrator'>; intent: string };

/** Plans the crew's work, answers what is no work, and sums up at the end. */
export function orchestrator(task: Task): Turn {
  if (task.context?.phase === 'summary') return { text: summaryOf(task) };
  const planned = resultOf<{ planned: boolean; reason?: string }>(task, 'plan_work');
  if (planned) return { text: planned.ok && planned.output?.planned !== false ? 'The crew is at work.' : `The crew could not start: ${planned.output?.reason ?? planned.text}` };
  const { understood } = task;
  if (understood.kind === 'answer') {
    const suggest = task.tools.has('suggest_prompts') && understood.prompts.length > 0 && !resultOf(task, 'suggest_prompts');
    return suggest ? { calls: [{ tool: 'suggest_prompts', input: { prompts: understood.prompts } }] } : { text: understood.text };
  }
  if (understood.kind === 'fix' && (task.context?.app?.version ?? 1) === 0) return { text: 'There is no version to repair yet. Tell me what the app should keep, and the crew builds it.' };
  return { calls: [{ tool: 'plan_work', input: { title: understood.blueprint.title.slice(0, 120), kind: understood.kind, message: messageOf(task).slice(0, 2000), steps: stepsOf(task) } }] };
}

function messageOf(task: Task): string {
  const { understood } = task;
  if (understood.kind === 'answer') return understood.text;
  const missed = understood.kind === 'fix' || understood.missed.length === 0 ? '' : ` I could not place ${listOf(understood.missed.slice(0, 3).map((part) => `“${part.slice(0, 120)}”`))}, so I leave that out.`;
  if (understood.kind === 'fix') return `I write the files of **${understood.blueprint.title}** anew from its plan, then check that it builds and opens.`;
  if (understood.kind === 'change') return `${listOf(understood.changes)}. The crew makes a new version of **${understood.blueprint.title}**; your records stay.${missed}`;
  const extras = extrasOf(understood.blueprint);
  const replaces = task.before ? ` It takes the place of ${task.before.title}, which stays in the versions.` : '';
  return `I understood an app **${understood.blueprint.title}** with ${listOf(understood.blueprint.entities.map(describeEntity))}${extras.length ? `, and ${listOf(extras)}` : ''}. The crew builds it now.${replaces}${missed}`;
}

function stepsOf(task: Task): Step[] {
  const { understood } = task;
  if (understood.kind === 'answer') return [];
  const blueprint = understood.blueprint;
  const lists = listOf(blueprint.entities.map((entity) => entity.plural.toLowerCase()));
  const check: Step[] = [
    { agent: 'scanning', intent: 'Scan the files for secrets and unsafe code' },
    { agent: 'data-validation', intent: `Check the sample and stored ${lists} against their schemas` },
    { agent: 'quality', intent: `Build and open ${blueprint.title} and try it` },
  ];
  const steps: Step[] = understood.kind === 'build'
    ? [
      { agent: 'search', intent: `Look up what the project knows about ${lists}` },
      { agent: 'requirements', intent: `Write stories and acceptance criteria for ${lists}` },
      { agent: 'architect', intent: `Define the data: ${blueprint.entities.map((entity) => `${entity.plural.toLowerCase()} with ${countOf(entity.fields.length, 'field')}`).join(', ')}` },
      { agent: 'designer', intent: `Design ${blueprint.color} screens: ${screensOf(blueprint)}` },
      { agent: 'coder', intent: `Write the app for ${lists}` },
      ...check,
    ]
    : understood.kind === 'fix' ? [{ agent: 'coder', intent: `Write the files of ${blueprint.title} anew` }, check[0]!, check[2]!]
      : changeSteps(understood.changes, new Set(understood.touches), check, task.before);
  return steps.map((step) => ({ ...step, intent: step.intent.length > 160 ? `${step.intent.slice(0, 159)}…` : step.intent }));
}

function changeSteps(changes: string[], touches: Set<Touch>, check: Step[], before: Blueprint | null): Step[] {
  const what = changes[0] ? changes[0].charAt(0).toLowerCase() + changes[0].slice(1) : 'the change';
  const more = changes.length > 1 ? ` and ${changes.length - 1} more` : '';
  const steps: Step[] = [];
  if (touches.has('data') || touches.has('views')) steps.push({ agent: 'requirements', intent: `Note in the requirements: ${what}${more}` });
  if (touches.has('data')) steps.push({ agent: 'architect', intent: `Change the data model: ${what}${more}` });
  if (touches.has('look') || touches.has('views')) steps.push({ agent: 'designer', intent: `Change the design: ${what}${more}` });
  steps.push({ agent: 'coder', intent: `Change ${before?.title ?? 'the app'}: ${what}${more}` }, check[0]!);
  if (touches.has('data')) steps.push(check[1]!);
  return [...steps, check[2]!];
}

function screensOf(blueprint: Blueprint): string {
  const kinds = new Set(['tables', 'forms', ...blueprint.entities.flatMap((entity) => [...entity.views.map((view) => `a ${view.kind}`), ...(entity.charts.length ? ['charts'] : [])])]);
  return listOf([...kinds]);
}

function summaryOf(task: Task): string {
  const steps = task.context?.steps ?? [];
  const app = task.before;
  // What failed and was repaired afterwards is right now.
  const failed = steps.filter((step, n) => step.status === 'failed' && !steps.some((later, m) => m > n && later.agent === step.agent && later.status === 'succeeded'));
  const title = app?.title ?? task.context?.app?.title ?? 'The app';
  if (failed.length > 0) {
    const causes = failed.map((step) => `${step.agent}: ${step.summary ?? 'stopped without a reason'}`);
    const published = steps.some((step) => step.agent === 'coder' && step.status === 'succeeded');
    return `${published ? `**${title}** has a new version, but not everything is right.` : `No new version of **${title}** was made.`}\n\n${causes.map((cause) => `- ${cause}`).join('\n')}\n\nYou can say “Fix this”, or go back to an earlier version under **Versions**.`;
  }
  const coder = steps.find((step) => step.agent === 'coder');
  if (!app || !coder) return steps.map((step) => step.summary).filter(Boolean).join(' ') || 'The crew is done.';
  const version = task.context?.app?.version ?? 1;
  const next = exampleEdits(app).slice(0, 2).map((prompt) => `“${prompt}”`).join(' or ');
  const built = !coder.summary?.startsWith('Changed');
  const said = built
    ? `**${title}** is ready. It keeps ${contentsOf(app)}${extrasOf(app).length ? `, with ${listOf(extrasOf(app))}` : ''}. It starts empty: add a record, or press “Add example records” to look around first.`
    : `**${title}** has version ${version} now. ${coder.summary!.replace(/^Changed: /, '')} Your records are as they were.`;
  return `${said}\n\nYou could say next: ${next}.`;
}
