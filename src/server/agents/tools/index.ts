import type { AgentType } from '#contract/agents.ts';
import type { AgentPhase } from '../context.ts';
import type { AgentTool } from '../tool.ts';
import { buildApp } from './build-app.ts';
import { defineCollections } from './define-collections.ts';
import { deleteFile } from './delete-file.ts';
import { editFile } from './edit-file.ts';
import { listComments } from './list-comments.ts';
import { listFiles } from './list-files.ts';
import { planWork } from './plan-work.ts';
import { publishVersion } from './publish-version.ts';
import { readFile } from './read-file.ts';
import { renderApp } from './render-app.ts';
import { reportFinding } from './report-finding.ts';
import { resolveComment } from './resolve-comment.ts';
import { scanFiles } from './scan-files.ts';
import { searchProject } from './search-project.ts';
import { suggestPrompts } from './suggest-prompts.ts';
import { validateRecords } from './validate-records.ts';
import { writeArchitecture } from './write-architecture.ts';
import { writeFile } from './write-file.ts';
import { writeRequirements } from './write-requirements.ts';
import { writeUiDesign } from './write-ui-design.ts';

const sets: Record<AgentType, AgentTool[]> = {
  orchestrator: [planWork, suggestPrompts],
  search: [searchProject, reportFinding],
  requirements: [writeRequirements, listComments, resolveComment],
  architect: [writeArchitecture, defineCollections, listComments, resolveComment],
  designer: [writeUiDesign, listComments, resolveComment],
  coder: [listFiles, readFile, writeFile, editFile, deleteFile, publishVersion],
  scanning: [scanFiles, reportFinding],
  'data-validation': [validateRecords, reportFinding],
  quality: [buildApp, renderApp, reportFinding, listComments, resolveComment],
};

/** The tools of an agent, and no others. To sum up, the orchestrator has none. */
export function toolsOf(agent: AgentType, phase: AgentPhase): AgentTool[] {
  return phase === 'summary' ? [] : sets[agent];
}
