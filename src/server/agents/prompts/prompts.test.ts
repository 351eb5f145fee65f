import { expect, test } from 'vitest';
import { agentTypes } from '#contract/agents.ts';
import { toolsOf } from '../tools/index.ts';
import { boundaries } from './boundaries.ts';
import { promptOf } from './index.ts';
import { memoryPrompt } from './memory.ts';

const every = [...new Set(agentTypes.flatMap((agent) => toolsOf(agent, 'work').map((tool) => tool.name)))];

test.each(agentTypes)('the prompt of the %s agent names each of its tools and none of others', (agent) => {
  const prompt = promptOf(agent, 'work');
  const named = every.filter((name) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(prompt));
  expect(named.sort()).toEqual(toolsOf(agent, 'work').map((tool) => tool.name).sort());
});

test('no prompt names a tool that nobody has', () => {
  const known = new Set(every);
  for (const agent of agentTypes) {
    for (const [name] of promptOf(agent, 'work').matchAll(/\b(?:read|write|edit|delete|list|define|publish|query|search|scan|report|validate|profile|plan|suggest|build|render|exercise|ask|resolve)_[a-z_]+\b/g)) expect(known, name).toContain(name);
  }
});

test('every prompt states what instructs and what is data, and no prompt depends on the run', () => {
  for (const prompt of [...agentTypes.map((agent) => promptOf(agent, 'work')), promptOf('orchestrator', 'summary'), memoryPrompt]) {
    expect(prompt).toContain(boundaries);
    expect(prompt).toMatch(/^You are the [a-z-]+ agent of Ninefold\.\n/);
  }
  expect(promptOf('coder', 'work')).toBe(promptOf('coder', 'work'));
});

test('tools that change something are with the one agent whose work it is', () => {
  const changing: Record<string, string[]> = {
    plan_work: ['orchestrator'], write_requirements: ['requirements'], write_architecture: ['architect'], define_collections: ['architect'], write_ui_design: ['designer'],
    write_file: ['coder'], edit_file: ['coder'], delete_file: ['coder'], publish_version: ['coder'],
  };
  for (const [name, agents] of Object.entries(changing)) expect(agentTypes.filter((agent) => toolsOf(agent, 'work').some((tool) => tool.name === name)), name).toEqual(agents);
});
