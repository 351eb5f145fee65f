import { expect, test } from 'vitest';
import { noteBreak } from './run-tool.ts';
import { newRunState } from './state.ts';
import { judge } from './verdict.ts';

function codedState() {
  const state = newRunState({ artifactId: 'an app', title: 'Loans', version: 0, files: [], blueprint: null, collections: [] }, async () => '');
  state.steps = [{ index: 0, agent: 'coder', intent: 'Build', status: 'succeeded' }, { index: 1, agent: 'quality', intent: 'Check', status: 'succeeded' }];
  state.published = { artifactId: 'an app', version: 1, title: 'Loans', blueprint: null };
  return state;
}

const broken = { failed: { code: 'internal', detail: 'Something broke.' } };

test('a run whose app could not be tried because the check broke is no success', () => {
  const state = codedState();
  expect(judge(state).status).toBe('succeeded');
  noteBreak(state, 'exercise_app', broken);
  expect(judge(state)).toMatchObject({ status: 'needs_attention', error: { code: 'not_tried', detail: expect.stringContaining('exercise_app') } });
});

test('a check that broke and was made again counts by its last result', () => {
  const state = codedState();
  noteBreak(state, 'exercise_app', broken);
  noteBreak(state, 'exercise_app', { output: { ok: true } });
  expect(judge(state).status).toBe('succeeded');
});

test('a check that was only called wrongly did not break', () => {
  const state = codedState();
  noteBreak(state, 'exercise_app', { failed: { code: 'invalid_input', detail: 'No exercises.' } });
  noteBreak(state, 'list_files', broken);
  expect(judge(state).status).toBe('succeeded');
});
