import type { Turn } from '../answer-stream.ts';
import { designOf } from '../files/index.ts';
import { countOf, resultOf } from './task.ts';
import type { Task } from './task.ts';
import { nothingToDo, unsaved } from './outcome.ts';

export function designer(task: Task): Turn {
  if (!task.next) return nothingToDo;
  const design = designOf(task.next);
  const written = resultOf<{ saved: boolean; reason?: string }>(task, 'write_ui_design');
  if (!written) return { calls: [{ tool: 'write_ui_design', input: design }] };
  const color = task.next.color.charAt(0).toUpperCase() + task.next.color.slice(1);
  return { text: `${color} as the accent, ${countOf(design.components.length, 'component')}, ${countOf(design.states.length, 'state')}${unsaved(written)}.` };
}
