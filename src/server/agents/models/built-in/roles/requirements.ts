import type { Turn } from '../answer-stream.ts';
import { requirementsOf } from '../files/index.ts';
import { countOf, resultOf } from './task.ts';
import type { Task } from './task.ts';
import { nothingToDo, unsaved } from './outcome.ts';

export function requirements(task: Task): Turn {
  if (!task.next) return nothingToDo;
  const document = requirementsOf(task.next, task.request);
  const written = resultOf<{ saved: boolean; reason?: string }>(task, 'write_requirements');
  if (!written) return { calls: [{ tool: 'write_requirements', input: document }] };
  const criteria = document.stories.reduce((sum, story) => sum + story.criteria.length, 0);
  return { text: `${countOf(document.stories.length, 'story', 'stories')}, ${countOf(criteria, 'acceptance criterion', 'acceptance criteria')}${unsaved(written)}.` };
}
