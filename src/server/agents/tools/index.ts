import type { AgentType } from '#contract/agents.ts';
import type { AgentPhase } from '../context.ts';
import type { AgentTool } from '../tool.ts';
import { askPerson } from './ask-person.ts';
import { buildApp } from './build-app.ts';
import { defineCollections } from './define-collections.ts';
import { delegate } from './delegate.ts';
import { deleteFile } from './delete-file.ts';
import { editFile } from './edit-file.ts';
import { exerciseApp } from './exercise-app.ts';
import { listComments } from './list-comments.ts';
import { listFiles } from './list-files.ts';
import { planWork } from './plan-work.ts';
import { profileDataFile } from './profile-data-file.ts';
import { publishVersion } from './publish-version.ts';
import { queryRecords } from './query-records.ts';
import { readDocument } from './read-document.ts';
import { readFile } from './read-file.ts';
import { readConsole } from './read-console.ts';
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
  orchestrator: [planWork, suggestPrompts, askPerson, readDocument, queryRecords],
  search: [searchProject, reportFinding, readDocument, queryRecords],
  requirements: [writeRequirements, readDocument, listComments, resolveComment, askPerson, delegate],
  architect: [writeArchitecture, defineCollections, readDocument, profileDataFile, listComments, resolveComment, askPerson, delegate],
  designer: [writeUiDesign, readDocument, listComments, resolveComment, askPerson, delegate],
  coder: [listFiles, readFile, writeFile, editFile, deleteFile, publishVersion, readDocument, delegate],
  scanning: [scanFiles, reportFinding, profileDataFile],
  'data-validation': [validateRecords, reportFinding, queryRecords, profileDataFile],
  quality: [buildApp, renderApp, exerciseApp, readConsole, reportFinding, readDocument, listComments, resolveComment],
};

/** What an agent may use for another one's question: it reads, and neither writes nor asks further. */
const reading: Partial<Record<AgentType, AgentTool[]>> = {
  search: [searchProject],
  scanning: [scanFiles],
  'data-validation': [validateRecords],
};

/** The tools of an agent, and no others. To sum up, the orchestrator has none. */
export function toolsOf(agent: AgentType, phase: AgentPhase): AgentTool[] {
  if (phase === 'answer') return reading[agent] ?? [];
  return phase === 'summary' ? [] : sets[agent];
}

/** The tools that change the app's files, and nothing else. */
export const draftTools: AgentTool[] = [writeFile, editFile, deleteFile];
