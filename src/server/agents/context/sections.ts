import type { AgentType } from '#contract/agents.ts';
import type { AgentContext } from '../context.ts';
import type { DraftFile } from '../draft.ts';
import type { Section } from './fit.ts';
import { between, safeText } from './marking.ts';
import type { DocumentText, Material } from './material.ts';

/** Documents that an agent works from; those of other kinds are named, and read with read_document. */
const readsFirst: Record<AgentType, string[]> = {
  orchestrator: ['requirements'],
  requirements: ['requirements', 'finding'],
  architect: ['requirements', 'architecture'],
  designer: ['requirements', 'ui-design'],
  coder: ['requirements', 'architecture', 'ui-design', 'finding'],
  quality: ['requirements', 'ui-design'],
  search: [],
  scanning: [],
  'data-validation': ['architecture'],
};

/** What of project and app a model sees, in the order in which it stands in the prompt: what changes least comes first. */
export async function sectionsOf(context: AgentContext, material: Material): Promise<Section[]> {
  const { agent, app, project, request } = context;
  const words = wordsOf(`${request} ${app?.title ?? ''}`);
  const data = (kind: string, o: Omit<Section, 'kind' | 'wrap'>): Section => ({
    ...o, kind, text: safeText(o.text, material.mark), wrap: (text) => between(material.mark, kind, text),
  });
  const sections: Section[] = [data('project', {
    title: 'Project', priority: 1, share: 0.15, mayCut: true, text: projectText(project, material),
  })];
  for (const { document, rank } of ranked(material.documents, agent, words)) {
    sections.push(data(document.kind, {
      title: titleOf(document), priority: 4 + rank, share: 0.25, mayCut: true, again: 'read_document gives it.',
      text: `${titleOf(document)}\n\n${document.text}`,
    }));
  }
  if (app) {
    sections.push(data('app', { title: 'App', priority: 2, share: 0.15, mayCut: true, text: appText(app), again: 'list_files names the files.' }));
    if (app.collections.length > 0) {
      sections.push(data('collections', {
        title: 'Collections', priority: 2, share: 0.25, mayCut: true,
        text: app.collections.map(({ name, title, schema }) => `${name} (${title}): ${JSON.stringify(schema)}`).join('\n'),
      }));
    }
  }
  if (agent === 'coder' && app && app.files.length > 0) {
    for (const { file, rank } of rankedFiles(await material.readFiles(), words)) {
      sections.push(data('file', {
        title: file.path, priority: 30 + rank, share: 0.2, mayCut: false, again: 'read_file gives it.', text: `${file.path}\n\n${file.content}`,
      }));
    }
  }
  if (material.earlier.summary) {
    sections.push(data('summary', { title: 'Earlier in this chat', priority: 20, share: 0.1, mayCut: true, text: material.earlier.summary, again: 'search_project finds the messages.' }));
  }
  if (material.earlier.words.length > 0) {
    // The newest first: when it has to be cut, the oldest go.
    sections.push(data('wishes', {
      title: 'What people said earlier, newest first', priority: 3, share: 0.2, mayCut: true, again: 'search_project finds the messages.',
      text: material.earlier.words.toReversed().map(({ by, text }) => `- ${by ? `${by}: ` : ''}${text.replace(/\s+/g, ' ')}`).join('\n'),
    }));
  }
  return sections;
}

/** What this run did so far: in the last message, because it grows from agent to agent. */
export function runSections(context: AgentContext, material: Material): Section[] {
  const wrap = (kind: string) => (text: string) => between(material.mark, kind, text);
  const sections: Section[] = [];
  if (context.steps.length > 0) {
    const text = context.steps.map(({ agent, intent, status, summary }, n) => `${n + 1}. ${agent} (${status}): ${intent}${summary ? `\n   Result: ${summary}` : ''}`).join('\n');
    sections.push({ kind: 'steps', title: 'The plan so far', text: safeText(text, material.mark), wrap: wrap('steps'), priority: 0, share: 0.2, mayCut: true });
  }
  if (context.repair) {
    const { round, of, failures, console: logged } = context.repair;
    const text = [`Round ${round} of ${of}. What is not right:`, ...failures.map((failure) => `- ${failure}`), ...(logged.length > 0 ? ['The console said:', ...logged.map((said) => `- ${said}`)] : [])].join('\n');
    sections.push({ kind: 'repair', title: 'What has to be repaired', text: safeText(text, material.mark), wrap: wrap('repair'), priority: 0, share: 0.2, mayCut: true });
  }
  if (material.findings.length > 0) {
    const text = material.findings.map(({ agent, verdict, title, summary, failed }) => `${agent}, ${verdict}: ${title}\n${summary}${failed.map((line) => `\n- failed: ${line}`).join('')}`).join('\n\n');
    sections.push({ kind: 'findings', title: 'Findings of this run', text: safeText(text, material.mark), wrap: wrap('findings'), priority: 0, share: 0.2, mayCut: true });
  }
  return sections;
}

function projectText(project: AgentContext['project'], { documents, files }: Material): string {
  const lines = [`Project: ${project.name}`];
  if (project.otherApps.length > 0) lines.push('Other apps:', ...project.otherApps.map(({ title }) => `- ${title}`));
  if (documents.length > 0) lines.push('Documents:', ...documents.map((document) => `- ${titleOf(document)}`));
  if (files.length > 0) lines.push('Files of the project:', ...files.map(({ path, size, type }) => `- ${path} (${type}, ${size} bytes)`));
  return lines.join('\n');
}

function titleOf({ kind, title, version, status }: DocumentText): string {
  return `${title} (${kind}, version ${version}${status ? `, ${status}` : ''})`;
}

// The blueprint is left to the model that reads it as JSON; it is another form of what files and documents say.
function appText(app: NonNullable<AgentContext['app']>): string {
  const state = app.version === 0 ? 'its first version is being made' : `version ${app.version}`;
  return [`App of this chat: ${app.title} (${state})`, ...(app.files.length > 0 ? ['Files:', ...app.files.map(({ path, size }) => `- ${path} (${size} bytes)`)] : [])].join('\n');
}

function ranked(documents: DocumentText[], agent: AgentType, words: Set<string>): { document: DocumentText; rank: number }[] {
  return documents.filter((document) => document.text !== null && readsFirst[agent].includes(document.kind))
    .map((document) => ({ document, score: 3 * overlap(document.title, words) + overlap(document.text!, words) }))
    .sort((a, b) => b.score - a.score)
    .map(({ document }, rank) => ({ document, rank: Math.min(rank, 15) }));
}

function rankedFiles(files: DraftFile[], words: Set<string>): { file: DraftFile; rank: number }[] {
  return files.map((file) => ({ file, score: (file.isMainFile ? 100 : 0) + 3 * overlap(file.path, words) + overlap(file.content, words) }))
    .sort((a, b) => b.score - a.score || (a.file.path < b.file.path ? -1 : 1))
    .map(({ file }, rank) => ({ file, rank }));
}

function wordsOf(text: string): Set<string> {
  return new Set((text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).slice(0, 400));
}

function overlap(text: string, words: Set<string>): number {
  return wordsOf(text).intersection(words).size;
}
