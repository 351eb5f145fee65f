import type { Turn } from '../answer-stream.ts';
import { countOf, resultOf } from './task.ts';
import type { Task } from './task.ts';

type Found = { items: { kind: string; title: string; excerpt: string }[] };

/** Looks up what the project already has; writes a finding only when there is something to know. */
export function search(task: Task): Turn {
  const words = (task.next?.entities ?? []).map((entity) => entity.plural.toLowerCase());
  const query = words.slice(0, 3).join(' ') || task.request.replace(/\s+/g, ' ').trim().slice(0, 100) || 'app';
  const found = resultOf<Found>(task, 'search_project');
  if (!found) return { calls: [{ tool: 'search_project', input: { query } }] };
  if (!found.ok) return { text: `The search did not work: ${found.text.slice(0, 200)}` };
  const items = found.output?.items ?? [];
  const titles = [...new Set(items.map((item) => item.title).filter(Boolean))].slice(0, 3).join(', ');
  const text = items.length === 0 ? `Nothing in the project about ${words.join(', ') || 'this'} yet.` : `${countOf(items.length, 'match', 'matches')} in the project: ${titles}.`;
  if (items.length === 0 || resultOf(task, 'report_finding') || !task.tools.has('report_finding')) return { text };
  return {
    calls: [{
      tool: 'report_finding',
      input: {
        title: `What the project knows about ${words.join(', ') || query}`.slice(0, 160), summary: text, verdict: 'pass',
        items: items.slice(0, 20).map((item) => ({ text: `${item.kind}: ${item.title}${item.excerpt ? ` – ${item.excerpt}` : ''}`.replace(/\s+/g, ' ').slice(0, 500), ok: true })),
      },
    }],
  };
}
