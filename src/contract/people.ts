import { z } from 'zod';
import { id, shortText, time } from './json.ts';

export const userStatus = z.enum(['invited', 'waitlist', 'active', 'inactive', 'banned', 'archived']);
export const workspaceRole = z.enum(['owner', 'admin', 'project_creator']);
export const projectRole = z.enum(['owner', 'manager', 'contributor', 'viewer']);
export type WorkspaceRole = z.infer<typeof workspaceRole>;
export type ProjectRole = z.infer<typeof projectRole>;

export const me = z.object({
  user: z.object({ id, email: z.string().nullable(), displayName: z.string(), status: userStatus, isSuperUser: z.boolean() }),
  personalProjectId: id.nullable(),
  workspaces: z.array(z.object({ id, name: z.string(), role: workspaceRole, isGlobal: z.boolean() })),
});
export type Me = z.infer<typeof me>;
export const updateMe = z.object({ displayName: shortText });

export const workspace = z.object({
  id, name: z.string(), companyName: z.string(), description: z.string().nullable(),
  isGlobal: z.boolean(), role: workspaceRole.nullable(), createdAt: time,
});
export type Workspace = z.infer<typeof workspace>;
export const createWorkspace = z.object({ name: shortText, companyName: shortText });

export const project = z.object({
  id, workspaceId: id, name: z.string(), description: z.string().nullable(),
  isPersonal: z.boolean(), role: projectRole.nullable(), createdAt: time, updatedAt: time,
});
export type Project = z.infer<typeof project>;
export const createProject = z.object({ name: shortText, description: z.string().trim().max(2000).optional() });
export const updateProject = createProject.partial();

export const projectMember = z.object({
  userId: id, displayName: z.string(), email: z.string().nullable(), role: projectRole, createdAt: time,
});
export const addProjectMember = z.object({ userId: id, role: projectRole });

/** A member of the project as the chat sees them; the times are null for who does not take part in it. */
export const chatMember = z.object({ userId: id, displayName: z.string(), role: projectRole, joinedAt: time.nullable(), lastReadAt: time.nullable() });
export type ChatMember = z.infer<typeof chatMember>;

export const mention = z.object({
  id, messageId: id, chatId: id, projectId: id, chatTitle: z.string(), projectName: z.string(),
  /** Null once the account is deleted. */
  authorName: z.string().nullable(),
  /** The beginning of the message. */
  excerpt: z.string(),
  createdAt: time,
  seenAt: time.nullable(),
});
export type Mention = z.infer<typeof mention>;
