import { createHash } from 'node:crypto';
import { writeBlob } from '#server/platform/files/index.ts';
import type { Person } from './person.ts';
import type { Studio } from './studio.ts';

export type Team = { workspaceId: string; projectId: string; owner: Person; manager: Person; contributor: Person; viewer: Person; outsider: Person };

/** A workspace with a project that has a member of each role, and somebody of another company. */
export async function makeTeam(studio: Studio): Promise<Team> {
  const [owner, manager, contributor, viewer, outsider] = await Promise.all(
    ['Owner', 'Manager', 'Contributor', 'Viewer', 'Outsider'].map((name) => studio.join(name)),
  ) as [Person, Person, Person, Person, Person];
  const workspace = await owner.post<{ id: string }>('/api/workspaces', { name: 'Team', companyName: 'Company' });
  const project = await owner.post<{ id: string }>(`/api/workspaces/${workspace.body.id}/projects`, { name: 'Project' });
  const projectId = project.body.id;
  for (const [person, role] of [[manager, 'manager'], [contributor, 'contributor'], [viewer, 'viewer']] as const) {
    await owner.post(`/api/projects/${projectId}/members`, { userId: person.id, role });
  }
  await outsider.post('/api/workspaces', { name: 'Elsewhere', companyName: 'Elsewhere' });
  return { workspaceId: workspace.body.id, projectId, owner, manager, contributor, viewer, outsider };
}

export const loanSchema = {
  type: 'object', 'x-label': 'item', required: ['item', 'dueDate'], additionalProperties: false,
  properties: {
    item: { type: 'string', title: 'Item', minLength: 1, maxLength: 200 },
    dueDate: { type: 'string', format: 'date', title: 'Due date' },
    pickUp: { type: 'string', format: 'time', title: 'Pick-up' },
    status: { type: 'string', enum: ['out', 'returned'], title: 'Status', default: 'out' },
    fee: { type: 'number', minimum: 0, title: 'Fee' },
    contact: { type: 'string', format: 'email', title: 'Contact' },
    manual: { type: 'string', format: 'uri', title: 'Manual' },
    member: { type: 'string', format: 'uuid', title: 'Member', 'x-collection': 'members' },
  },
};
export const memberSchema = { type: 'object', 'x-label': 'name', required: ['name'], properties: { name: { type: 'string', title: 'Name' } }, additionalProperties: false };

const appFile = `export default function App() { return <h1>Loans</h1>; }\n`;

/** An app with two collections and one version, as the crew leaves it. Returns its id. */
export async function makeApp(studio: Studio, projectId: string, author: Person, files: Record<string, string> = { 'app.tsx': appFile, 'lists/loans.ts': 'export {};\n' }): Promise<string> {
  const [row] = await studio.sql<{ id: string }>(
    `insert into artifacts (project_id, title, artifact_type, status, progress, created_by) values ($1, 'Loans', 'app', 'ready', 100, $2) returning id`, [projectId, author.id],
  );
  const id = row!.id;
  for (const [name, schema] of [['members', memberSchema], ['loans', loanSchema]] as const) {
    await studio.sql('insert into app_collections (artifact_id, project_id, name, title, schema) values ($1, $2, $3, $4, $5)', [id, projectId, name, name, schema]);
  }
  await addVersion(studio, projectId, id, author, files, [{ name: 'loans', title: 'loans', schema: loanSchema }]);
  return id;
}

export async function addVersion(
  studio: Studio, projectId: string, artifactId: string, author: Person, files: Record<string, string>, collections: { name: string; title: string; schema: object }[],
): Promise<void> {
  const manifest = await Promise.all(Object.entries(files).map(async ([path, content]) => {
    const hash = createHash('sha256').update(content).digest('hex');
    await writeBlob('artifact-files', `${artifactId}/${hash}`, content);
    return { path, hash, size: Buffer.byteLength(content), isMainFile: path === 'app.tsx' };
  }));
  await studio.sql(
    `insert into artifact_versions (artifact_id, project_id, summary, changes, files, collections, content_hash, created_by) values ($1, $2, 'A version', '["One change"]', $3, $4, $5, $6)`,
    [artifactId, projectId, JSON.stringify(manifest), JSON.stringify(collections), createHash('sha256').update(JSON.stringify(files)).digest('hex'), author.id],
  );
}
